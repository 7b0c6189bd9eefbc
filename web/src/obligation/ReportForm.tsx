import { useState } from 'preact/hooks';
import { forget, perform } from '../api/commands';
import type { ShownRow } from '../api/changes';
import { t } from '../i18n';
import { Field } from './Field';
import { Outcome, useSending } from './Outcome';

export function ReportForm({ row }: { row: ShownRow }) {
  const [percent, setPercent] = useState(String(row.percent));
  const [note, setNote] = useState('');
  const [spent, setSpent] = useState('');
  const { busy, error } = useSending('report', row.id);
  const edit = (set: (value: string) => void) => (value: string) => {
    forget('report', row.id);
    set(value);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    const given = Number(percent);
    const ended = await perform(
      'report',
      row.id,
      { percent: given, note: note.trim() || null, spent: spent === '' ? null : Number(spent), expectedVersion: row.version },
      { percent: given, status: given === 0 && row.status === 'NOT_STARTED' ? 'NOT_STARTED' : 'IN_PROGRESS' },
    );
    if (ended.is === 'done') setNote('');
  };
  return (
    <form class="action" onSubmit={(event) => void send(event)} aria-label={t('report.title')}>
      <h3>{t('report.title')}</h3>
      <div class="grid">
        <Field
          label={t('report.percent')}
          path="percent"
          error={error}
          hint={t('report.percentHint')}
          value={percent}
          onInput={edit(setPercent)}
          input={{ type: 'number', min: 0, max: 100, step: 0.01, required: true, inputMode: 'decimal', disabled: busy, name: 'percent' }}
        />
        <Field
          label={t('report.spent')}
          path="spent"
          error={error}
          value={spent}
          onInput={edit(setSpent)}
          input={{ type: 'number', min: 0, step: 1, inputMode: 'numeric', disabled: busy, name: 'spent' }}
        />
      </div>
      <Field
        label={t('report.note')}
        path="note"
        error={error}
        rows={2}
        value={note}
        onInput={edit(setNote)}
        input={{ maxLength: 4000, disabled: busy }}
      />
      <p class="buttons">
        <button type="submit" class="primary" disabled={busy}>
          {t('report.send')}
        </button>
      </p>
      <Outcome action="report" obligation={row.id} fields={['percent', 'spent', 'note']} />
    </form>
  );
}
