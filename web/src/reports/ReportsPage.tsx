import { usePage } from '../app/context';
import { Calendar } from './Calendar';
import { ReportPage } from './ReportPage';

/** The periods of a unit and of all below it, or the unit's report for one of them. */
export function ReportsPage() {
  const { view } = usePage();
  return view.planShown ? <ReportPage key={view.planShown} period={view.planShown} /> : <Calendar />;
}
