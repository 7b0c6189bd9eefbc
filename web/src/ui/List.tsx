import type { VNode } from 'preact';
import { Empty } from './States';

interface ListProps {
  class: string;
  /** The text for an empty list. */
  none: string;
  children: VNode[];
}

export const List = ({ none, children, ...rest }: ListProps) =>
  children.length === 0 ? <Empty text={none} /> : <ul class={rest.class}>{children}</ul>;
