import type { Texts } from '../vi';
import { common } from './common';
import { obligation } from './obligation';
import { rights } from './rights';

export const en: Texts = { ...common, ...obligation, ...rights };
