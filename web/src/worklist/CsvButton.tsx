import { useRef, useState } from 'preact/hooks';
import { usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount } from '../i18n/format';
import { Icon } from '../ui/Icon';
import { readCsv } from './csv';

type State = { is: 'idle' } | { is: 'busy'; done: number; total: number } | { is: 'failed' };

export function CsvButton() {
  const { view } = usePage();
  const [state, setState] = useState<State>({ is: 'idle' });
  const aborter = useRef<AbortController | null>(null);
  const load = async () => {
    const { signal } = (aborter.current = new AbortController());
    setState({ is: 'busy', done: 0, total: 0 });
    try {
      const file = await readCsv(view, (done, total) => setState({ is: 'busy', done, total }), signal);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = `${view.unit}-${view.list.name}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
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
    <button type="button" onClick={() => void load()}>
      <Icon name="download" />
      {t(state.is === 'failed' ? 'list.csvFailed' : 'list.csv')}
    </button>
  );
}
