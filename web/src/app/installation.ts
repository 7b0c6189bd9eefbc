import { signal } from '@preact/signals';

/** The name of this installation; null while unnamed. */
export const installationName = signal<string | null>(null);
