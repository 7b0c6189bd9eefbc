import { t } from '../i18n';

interface DraftNoticeProps {
  draft: { isTyped: boolean; isOld: boolean; clear: () => void; see: (version?: number) => void };
  /** What is said of a draft that is older than what it is about, and the version of that now. */
  old?: string;
  version?: number;
  busy: boolean;
}

/** Says that what was typed is not sent yet, and what has changed since the person began to type. */
export function DraftNotice({ draft, old, version, busy }: DraftNoticeProps) {
  if (!draft.isTyped || busy) return null;
  return (
    <p class={draft.isOld ? 'note late' : 'quiet'} role="status">
      {draft.isOld ? old : t('draft.kept')}
      {' · '}
      {draft.isOld && (
        <>
          <button type="button" class="link" onClick={() => draft.see(version)}>
            {t('draft.see')}
          </button>
          {' · '}
        </>
      )}
      <button type="button" class="link" onClick={draft.clear}>
        {t('draft.drop')}
      </button>
    </p>
  );
}
