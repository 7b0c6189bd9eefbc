import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** The text of a question to the API, which knows the types of its answer and of its variables. */
export type Question<T, V> = string & DocumentTypeDecoration<T, V>;

/** A question with the fragments that it uses, each of them once. */
export const gql = (parts: TemplateStringsArray, ...fragments: string[]): string => String.raw({ raw: parts }, ...fragments);
