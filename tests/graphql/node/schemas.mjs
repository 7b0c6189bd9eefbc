import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./schemas/', import.meta.url);

/** The API's schema and those that were made to be nasty: [{name, sdl}]. */
export const schemas = [
  { name: 'api', sdl: readFileSync(new URL('../../../api/schema.graphql', import.meta.url), 'utf8') },
  ...readdirSync(folder).sort().map((file) => ({ name: file.replace('.graphql', ''), sdl: readFileSync(new URL(file, folder), 'utf8') })),
];
