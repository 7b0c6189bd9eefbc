import { amend } from './amend';
import { audit } from './audit';
import { common } from './common';
import { drafts } from './drafts';
import { obligation } from './obligation';
import { reports } from './reports';
import { reorganisations } from './reorganisations';
import { rights } from './rights';
import { work } from './work';

/** All texts in Vietnamese, by area; ../en has the same names. */
export const vi = { ...amend, ...audit, ...common, ...drafts, ...obligation, ...reorganisations, ...reports, ...rights, ...work };

/** What every other language has, too. */
export type Texts = typeof vi;
