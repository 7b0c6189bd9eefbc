import { Fragment } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import { CountedListDocument, FiguresBeforeDocument, type ReportTextFragment, type ShareFragment } from '../api/generated';
import { useResource } from '../api/resource';
import { openAddress, usePage } from '../app/context';
import { t } from '../i18n';
import { formatCount, formatDay, nothing } from '../i18n/format';
import { Dialog } from '../ui/Dialog';
import { Changing } from '../ui/Figure';
import { Section } from '../ui/Section';
import { Empty, Unanswered } from '../ui/States';
import { Heads, numbers, Scroll } from '../ui/Table';
import { periodsBefore } from './cells';
import { figureText, nameOfCell, typedTexts, type CellName, type Changes, type ReportRow } from './entry';
import { walk } from './keys';
import type { RegimeOfPage } from './place';

export interface Editing {
  typed: Readonly<Record<string, string>>;
  busy: boolean;
  write: (name: string, text: string) => void;
  faults: Changes['faults'];
}

interface FiguresProps {
  report: ReportTextFragment;
  regime: RegimeOfPage;
  /** The input, if it may be edited. */
  editing?: Editing;
}

/** The figures of a report: counted, reported, and those of the previous report. */
export function Figures({ report, regime, editing }: FiguresProps) {
  const [listed, setListed] = useState<ReportRow | null>(null);
  const before = useFiguresBefore(report, regime);
  if (report.rows.length === 0)
    return (
      <Section title={t('reportPage.figures')}>
        <Empty text={t('reportPage.noFigures')} />
      </Section>
    );
  const isDraft = report.signature === null || report.signature === undefined;
  return (
    <Section title={t('reportPage.figures')} class="figures">
      {editing && <p class="quiet screen">{t('reportEdit.hint')}</p>}
      <Scroll title={t('reportPage.figures')} role="group">
        <table onKeyDown={walk} class={editing ? 'editing' : undefined}>
          <Heads
            of={[
              t('reportEdit.code'),
              t('reportEdit.label'),
              numbers([t('reportEdit.before'), before && <small lang="vi">{before.period.label}</small>]),
              numbers(t('reportEdit.live')),
              ...(editing
                ? [numbers(t('reportEdit.numerator')), numbers(t('reportEdit.denominator')), t('reportEdit.none')]
                : [numbers(t('reportEdit.value'))]),
              t('reportEdit.reason'),
            ]}
          />
          <tbody>
            {report.rows.map((row, i) => (
              <Fragment key={row.code}>
                {row.section && row.section !== report.rows[i - 1]?.section && (
                  <tr class="group">
                    <th colSpan={editing ? 8 : 6} scope="colgroup" lang="vi">
                      {row.section}
                    </th>
                  </tr>
                )}
                <FigureRow
                  row={row}
                  before={before?.rows.find((one) => one.code === row.code)?.value}
                  editing={editing}
                  onList={row.source === 'PROGRESS' ? () => setListed(row) : undefined}
                />
              </Fragment>
            ))}
          </tbody>
        </table>
      </Scroll>
      {isDraft && <p class="quiet">{t('reportEdit.shared')}</p>}
      {editing && (
        <details class="keys">
          <summary>{t('draftGrid.help')}</summary>
          <p class="quiet">{t('reportEdit.keys')}</p>
        </details>
      )}
      {listed && <CountedList report={report.id} row={listed} onClose={() => setListed(null)} />}
    </Section>
  );
}

/** The unit's last signed report among the three previous periods. */
function useFiguresBefore(report: ReportTextFragment, regime: RegimeOfPage) {
  const { view } = usePage();
  const [last, second, third] = useMemo(
    () => periodsBefore([...regime.before, ...regime.periods], report.period).map((one) => one.key),
    [regime, report.period.to],
  );
  const found = useResource(
    FiguresBeforeDocument,
    last === undefined ? null : { unit: view.unit, last, second: second ?? last, third: third ?? second ?? last },
  );
  const { data } = found;
  return data && [data.last, data.second, data.third].find((one) => one?.status === 'SIGNED' || one?.status === 'RECEIVED');
}

interface RowProps {
  row: ReportRow;
  before: ShareFragment | null | undefined;
  editing: Editing | undefined;
  onList: (() => void) | undefined;
}

function FigureRow({ row, before, editing, onList }: RowProps) {
  const id = useId();
  const fault = editing?.faults.get(row.code);
  const differs = row.live && row.entered !== null && row.entered !== undefined;
  return (
    <tr data-row={row.code} class={fault ? 'refused' : differs || row.nothingOccurred ? 'entered' : undefined}>
      <td>{row.code}</td>
      <th scope="row" lang="vi">
        {row.label}
        <small>
          {row.unitOfMeasure} · {t(`rowSource.${row.source}`)}
          {row.required && ` · ${t('reportEdit.required')}`}
        </small>
        {fault && (
          <small class="fault" id={`${id}-fault`} role="alert">
            {t(fault.words)}
          </small>
        )}
      </th>
      <td class="number" data-label={t('reportEdit.before')}>
        {figureText(before)}
      </td>
      <td class="number counted" data-label={t('reportEdit.live')}>
        {onList && row.live ? (
          <button
            type="button"
            class="link"
            onClick={onList}
            aria-label={`${t('reportEdit.list', { label: row.label })}: ${figureText(row.live)}`}
          >
            <Changing value={figureText(row.live)}>{figureText(row.live)}</Changing>
          </button>
        ) : (
          <Changing value={figureText(row.live)}>{figureText(row.live)}</Changing>
        )}
      </td>
      {editing ? (
        <Cells row={row} editing={editing} fault={fault} describedBy={fault && `${id}-fault`} />
      ) : (
        <>
          <td class="number value" data-label={t('reportEdit.value')}>
            {row.nothingOccurred ? t('reportEdit.none') : figureText(row.value)}
            {differs && <small>{t('reportEdit.differs')}</small>}
          </td>
          <td lang="vi" class="why" data-label={t('reportEdit.reason')}>
            {row.reason ?? nothing}
          </td>
        </>
      )}
    </tr>
  );
}

interface CellsProps {
  row: ReportRow;
  editing: Editing;
  fault: { cell: CellName } | undefined;
  describedBy: string | undefined;
}

function Cells({ row, editing, fault, describedBy }: CellsProps) {
  const texts = typedTexts(row, editing.typed);
  const put = (cell: CellName, text: string) => editing.write(nameOfCell(row.code, cell), text);
  const hints = { numerator: row.live?.numerator, denominator: row.live?.denominator || undefined, reason: undefined };
  const field = (cell: 'numerator' | 'denominator' | 'reason') => (
    <input
      type="text"
      autocomplete="off"
      lang="vi"
      data-column={cell}
      aria-label={t('reportEdit.cell', { code: row.code, label: row.label, column: t(`reportEdit.${cell}`) })}
      aria-invalid={fault?.cell === cell}
      aria-describedby={describedBy}
      inputMode={cell === 'reason' ? undefined : 'numeric'}
      maxLength={cell === 'reason' ? 4_000 : 24}
      placeholder={hints[cell] === undefined ? undefined : formatCount(hints[cell])}
      readOnly={editing.busy || (cell !== 'reason' && texts.none !== '')}
      value={texts[cell]}
      onInput={(event) => put(cell, event.currentTarget.value)}
    />
  );
  return (
    <>
      <td class="entry" data-label={t('reportEdit.numerator')}>
        {field('numerator')}
      </td>
      <td class="entry" data-label={t('reportEdit.denominator')}>
        {field('denominator')}
      </td>
      <td class="tick" data-label={t('reportEdit.none')}>
        <input
          type="checkbox"
          data-column="none"
          aria-label={t('reportEdit.cell', { code: row.code, label: row.label, column: t('reportEdit.none') })}
          checked={texts.none !== ''}
          disabled={editing.busy}
          onChange={(event) => {
            const isNone = event.currentTarget.checked;
            put('none', isNone ? '1' : '');
            if (!isNone) return;
            put('numerator', '');
            put('denominator', '');
          }}
        />
      </td>
      <td class="entry why" data-label={t('reportEdit.reason')}>
        {field('reason')}
      </td>
    </>
  );
}

/** Maximum number of entries shown. */
const listMax = 100;

/** The obligations counted in a figure. */
function CountedList({ report, row, onClose }: { report: string; row: ReportRow; onClose: () => void }) {
  const { view } = usePage();
  const found = useResource(CountedListDocument, { id: report, first: listMax });
  const list = found.data?.report?.rows.find((one) => one.code === row.code)?.list;
  return (
    <Dialog title={`${t('reportEdit.listTitle')}: ${row.label}`} onClose={onClose}>
      {!list ? (
        <Unanswered of={found} rows={6} />
      ) : (
        <>
          <p class="quiet">{t('reportEdit.listCount', { count: formatCount(list.totalCount) })}</p>
          <ul class="rows">
            {list.nodes.map((one) => (
              <li key={one.id}>
                <a href={openAddress(view, one.id)} lang="vi" onClick={onClose}>
                  {one.title}
                </a>
                <small>
                  {one.unit.path || one.unit.name} · {t(`status.${one.status}`)} · {t('reports.due', { day: formatDay(one.due) })}
                </small>
              </li>
            ))}
          </ul>
          {list.totalCount > list.nodes.length && (
            <p class="quiet">{t('reportEdit.listMore', { count: formatCount(list.totalCount - list.nodes.length) })}</p>
          )}
        </>
      )}
    </Dialog>
  );
}
