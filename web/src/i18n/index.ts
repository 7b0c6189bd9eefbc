import { signal } from '@preact/signals';
import i18next from 'i18next';
import { en } from './en';
import { vi, type Texts } from './vi';

export type Language = 'vi' | 'en';

const key = 'hierarchy.language';

export const language = signal<Language>(localStorage.getItem(key) === 'en' ? 'en' : 'vi');

void i18next.init({
  lng: language.value,
  fallbackLng: 'vi',
  resources: { vi: { translation: vi }, en: { translation: en } },
  initAsync: false,
  showSupportNotice: false,
  interpolation: { escapeValue: false },
});

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string];

/** The names of all texts; the compiler checks that English has exactly the same. */
export type TextKey = Paths<Texts>;

/** A text in the page's language. A component that calls this while painting is repainted when the language changes. */
export function t(name: TextKey, values?: Record<string, string | number>): string {
  return i18next.t(name, { ...values, lng: language.value });
}

export function speak(next: Language): void {
  localStorage.setItem(key, next);
  language.value = next;
}

language.subscribe((now) => {
  document.documentElement.lang = now;
});
