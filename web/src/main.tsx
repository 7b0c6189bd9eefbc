import { render } from 'preact';
import { App } from './app/App';
import { resume } from './api/commands';
import './app/theme';

const root = document.getElementById('app')!;
root.replaceChildren();
resume();
render(<App />, root);
