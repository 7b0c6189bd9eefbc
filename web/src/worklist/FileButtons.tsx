import { useRef, useState } from 'preact/hooks';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Icon } from '../ui/Icon';
import { saveAs } from '../ui/save';
import { csvFile } from './csv';
import { readAll } from './file';

type State = { is: 'idle' } | { is: 'busy'; done: number; total: number } | { is: 'failed' };

/** The list as a spreadsheet, or as a file of values. */
export function FileButtons() {
  const { view } = usePage();
  const [state, setState] = useState<State>({ is: 'idle' });
  const aborter = useRef<AbortController | null>(null);
  const load = async (format: 'xlsx' | 'csv') => {
    const { signal } = (aborter.current = new AbortController());
    setState({ is: 'busy', done: 0, total: 0 });
    try {
      const rows = await readAll(view, (done, total) => setState({ is: 'busy', done, total }), signal);
      // The spreadsheet writer is loaded on demand.
      const file = format === 'xlsx' ? await (await import('./xlsx')).xlsxFile(rows) : csvFile(rows);
      signal.throwIfAborted();
      saveAs(file, `${view.unit}-${view.list.name}.${format}`);
      setState({ is: 'idle' });
    } catch {
      setState({ is: signal.aborted ? 'idle' : 'failed' });
    }
  };
  return state.is === 'busy' ? (
    <button type="button" onClick={() => aborter.current?.abort()}>
      {t('list.csvBusy', { done: formatCount(state.done), total: formatCount(state.total) })} · {t('list.csvStop')}
    </button>
  ) : (
    <span class="buttons">
      {state.is === 'failed' && (
        <span class="fault" role="alert">
          {t('list.csvFailed')}
        </span>
      )}
      <button type="button" onClick={() => void load('xlsx')}>
        <Icon name="download" />
        {t('list.xlsx')}
      </button>
      <button type="button" onClick={() => void load('csv')}>
        <Icon name="download" />
        {t('list.csv')}
      </button>
    </span>
  );
}
