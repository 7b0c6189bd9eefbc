import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from '../ui/Icon';

const saidMs = 2_000;

export function CopyLink() {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    setTimeout(() => setCopied(false), saidMs);
  };
  // Browsers deny the clipboard to insecure pages.
  if (!navigator.clipboard) return null;
  return (
    <button type="button" onClick={() => void copy()}>
      <Icon name="link" />
      <span aria-live="polite">{t(copied ? 'app.copied' : 'app.copy')}</span>
    </button>
  );
}
