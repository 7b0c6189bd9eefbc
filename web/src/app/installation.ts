import { signal } from '@preact/signals';

/** What people call this installation; null while nobody has named it. */
export const installationName = signal<string | null>(null);
