import type { VNode } from 'preact';
import { Empty } from './States';

interface ListProps {
  class: string;
  /** What is said where there is nothing in it. */
  none: string;
  children: VNode[];
}

export const List = ({ none, children, ...rest }: ListProps) =>
  children.length === 0 ? <Empty text={none} /> : <ul class={rest.class}>{children}</ul>;
