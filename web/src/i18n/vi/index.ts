import { amend } from './amend';
import { audit } from './audit';
import { common } from './common';
import { drafts } from './drafts';
import { inspections } from './inspections';
import { obligation } from './obligation';
import { reports } from './reports';
import { reorganisations } from './reorganisations';
import { rights } from './rights';
import { targets } from './targets';
import { work } from './work';

/** All texts in Vietnamese, by area; ../en has the same names. */
export const vi = {
  ...amend,
  ...audit,
  ...common,
  ...drafts,
  ...inspections,
  ...obligation,
  ...reorganisations,
  ...reports,
  ...rights,
  ...targets,
  ...work,
};

/** The shape of all other languages' texts. */
export type Texts = typeof vi;
