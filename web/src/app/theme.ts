import { signal } from '@preact/signals';

const key = 'hierarchy.theme';
type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');
const chosen = localStorage.getItem(key);

export const theme = signal<Theme>(chosen === 'dark' || chosen === 'light' ? chosen : systemTheme());

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light';
}

export function switchTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(key, theme.value);
}

system.addEventListener('change', () => {
  if (localStorage.getItem(key) === null) theme.value = systemTheme();
});

theme.subscribe((now) => {
  document.documentElement.dataset['theme'] = now;
});
