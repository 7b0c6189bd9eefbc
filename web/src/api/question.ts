import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** The text of a query, typed by its answer and variables. */
export type Question<T, V> = string & DocumentTypeDecoration<T, V>;

/** A query with its fragments, each once. */
export const gql = (parts: TemplateStringsArray, ...fragments: string[]): string => String.raw({ raw: parts }, ...fragments);
