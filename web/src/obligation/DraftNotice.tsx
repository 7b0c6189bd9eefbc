import { t } from '../i18n';

interface DraftNoticeProps {
  draft: { isTyped: boolean; isOld: boolean; clear: () => void; see: (version?: number) => void };
  /** The notice for a draft based on an older version, and the present version. */
  old?: string;
  version?: number;
  busy: boolean;
}

/** Tells that input is not sent yet, and what has changed since typing began. */
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
