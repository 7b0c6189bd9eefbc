import type { Texts } from '../vi';
import { audit } from './audit';
import { common } from './common';
import { drafts } from './drafts';
import { obligation } from './obligation';
import { rights } from './rights';

export const en: Texts = { ...audit, ...common, ...drafts, ...obligation, ...rights };
