import { scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';

/** Number of months before and after the day. */
export const monthsBefore = 2;
const monthsAfter = 10;

/** The first days of the months around a day. */
export function monthsAround(day: string): string[] {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return Array.from({ length: monthsBefore + monthsAfter + 1 }, (_, i) =>
    new Date(Date.UTC(year, month - 1 - monthsBefore + i, 1)).toISOString().slice(0, 10),
  );
}

/** A drawing one unit wide for each value and 100 high. */
export interface Drawing {
  line: string;
  area: string;
  /** Heights of the values, 0 at the bottom and 100 at the top. */
  heights: number[];
}

/** Draws values in sequence, each in the middle of its unit. */
export function draw(values: readonly number[]): Drawing {
  const height = scaleLinear()
    .domain([0, Math.max(1, ...values)])
    .range([0, 92]);
  const x = (_: number, i: number) => i + 0.5;
  const y = (value: number) => 100 - height(value);
  return {
    line: line<number>().x(x).y(y).curve(curveMonotoneX)([...values]) ?? '',
    area: area<number>().x(x).y0(100).y1(y).curve(curveMonotoneX)([...values]) ?? '',
    heights: values.map((value) => height(value)),
  };
}

/** The position of a day among months, in units of the drawing. */
export function placeOf(day: string, months: readonly string[]): number {
  const time = Date.parse(`${day}T00:00:00Z`);
  const times = months.map((month) => Date.parse(`${month}T00:00:00Z`));
  const place = scaleLinear()
    .domain(times)
    .range(times.map((_, i) => i + 0.5));
  return place(time);
}
