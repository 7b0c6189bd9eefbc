import type { ComponentChildren, VNode } from 'preact';
import { t } from '../i18n';

interface Numbers {
  numbers: ComponentChildren;
}

/** The header of a column of numbers. */
export const numbers = (head: ComponentChildren): Numbers => ({ numbers: head });

type Head = readonly (string | VNode | Numbers | false | undefined)[];

/** The headers of a table's columns; false omits a column. */
export const Heads = ({ of }: { of: Head }) => (
  <thead>
    <tr>
      {of.map((head, i) => {
        if (!head) return null;
        const isOfNumbers = typeof head === 'object' && 'numbers' in head;
        return (
          <th key={i} scope="col" class={isOfNumbers ? 'number' : undefined}>
            {isOfNumbers ? head.numbers : head}
          </th>
        );
      })}
    </tr>
  </thead>
);

interface ScrollProps {
  title: string;
  /** A region is a landmark of the page; a group is not. */
  role?: 'region' | 'group';
  children: ComponentChildren;
}

/** A container for a table that may be wider than the page, scrollable by keyboard. */
export const Scroll = ({ title, role = 'region', children }: ScrollProps) => (
  <div class="scroll" tabIndex={0} role={role} aria-label={t('state.table', { title })}>
    {children}
  </div>
);

/** A table with its name, which may be wider than the page. */
export const Table = ({ title, heads, children }: { title: string; heads: Head; children: ComponentChildren }) => (
  <Scroll title={title}>
    <table>
      <Heads of={heads} />
      {children}
    </table>
  </Scroll>
);
