import { audit } from './audit';
import { common } from './common';
import { drafts } from './drafts';
import { obligation } from './obligation';
import { rights } from './rights';

/** All texts in Vietnamese, by area; ../en has the same names. */
export const vi = { ...audit, ...common, ...drafts, ...obligation, ...rights };

/** What every other language has, too. */
export type Texts = typeof vi;
