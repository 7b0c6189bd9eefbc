import type { SignedFragment } from '../api/generated';
import { t } from '../i18n';
import { formatInstant } from '../i18n/format';
import { EvidenceText } from '../obligation/Evidence';
import { Section } from '../ui/Section';

/** Who signed the report. */
export function Signature({ signature }: { signature: SignedFragment }) {
  const facts: [string, preact.ComponentChildren][] = [
    [t('reportPage.document'), <EvidenceText document={signature.document} />],
    [t('reportPage.capacity'), signature.capacity.split('/').map((line) => <span class="line">{line.trim()}</span>)],
    [t('reportPage.signer'), signature.signer],
    [t('reportPage.recorded'), [formatInstant(signature.at), signature.person?.name].filter(Boolean).join(' · ')],
    [t('reportPage.sha'), <code>{signature.sha256}</code>],
  ];
  return (
    <Section title={t('reportPage.signature')} class="signature">
      <dl class="facts" lang="vi">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
