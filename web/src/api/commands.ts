import { signal } from '@preact/signals';
import { expect, judgedBy, learn, type RowChange } from './changes';
import { Refused, Unknown } from './errors';
import {
  AcceptDocument,
  AppointFocalAgencyDocument,
  CancelDocument,
  ChangeDueDocument,
  DelegateDocument,
  EndFocalAgencyDocument,
  EndGrantDocument,
  EscalateDifficultyDocument,
  GiveGrantDocument,
  RaiseDifficultyDocument,
  RegisterPersonDocument,
  ReopenDocument,
  ReportProgressDocument,
  ResolveDifficultyDocument,
  RestoreDocument,
  SendBackDocument,
  SubmitDocument,
  TriggerDocument,
  WithdrawDocument,
  type RowFragment,
  type TypedDocumentString,
} from './generated';
import { ask } from './http';

const documents = {
  report: ReportProgressDocument,
  submit: SubmitDocument,
  accept: AcceptDocument,
  sendBack: SendBackDocument,
  cancel: CancelDocument,
  trigger: TriggerDocument,
  changeDue: ChangeDueDocument,
  withdraw: WithdrawDocument,
  reopen: ReopenDocument,
  restore: RestoreDocument,
  raise: RaiseDifficultyDocument,
  escalate: EscalateDifficultyDocument,
  resolve: ResolveDifficultyDocument,
} as const;

/** What is about people and rights: all that it needs stands in its input, and its answer is no obligation. */
const ofPeople = {
  registerPerson: RegisterPersonDocument,
  grant: GiveGrantDocument,
  endGrant: EndGrantDocument,
  delegate: DelegateDocument,
  appoint: AppointFocalAgencyDocument,
  endAgency: EndFocalAgencyDocument,
} as const;

export type Action = keyof typeof documents | keyof typeof ofPeople;

export const isOfPeople = (action: Action): action is keyof typeof ofPeople => action in ofPeople;

/** A change that a person wants, once: its request id stays the same until there is an answer. */
interface Command {
  action: Action;
  /** What it is about: for a command of people a unit, or a grant of it. */
  obligation: string;
  requestId: string;
  input: Record<string, unknown>;
}

export type Sending =
  | { is: 'sending'; command: Command }
  /** No answer came: it may have happened, and is repeated until that is known. */
  | { is: 'unknown'; command: Command }
  | { is: 'refused'; command: Command; error: Refused }
  | { is: 'done'; command: Command; at: number };

/** By action and obligation: what is under way, and how the last one ended. */
export const sendings = signal<ReadonlyMap<string, Sending>>(new Map());

const pauseMsMin = 500;
const pauseMsMax = 10_000;

/** A click that comes so soon after the answer belongs to the click before. */
const sameClickMs = 1_000;

/** How long a form says that it was recorded. */
const saidMs = 6_000;
const storageKey = 'hierarchy.commands';
const hurries = new Set<() => void>();

export const keyOf = (action: Action, obligation: string): string => `${action} ${obligation}`;

/**
 * Carries out a change and answers with how it ended. While one of the same kind is under way for the same obligation, a second call
 * changes nothing: it is the same click twice, also when the answer came between the two.
 */
export async function perform(
  action: Action,
  obligation: string,
  input: Record<string, unknown>,
  hoped?: Partial<RowChange>,
): Promise<Sending> {
  const now = sendings.value.get(keyOf(action, obligation));
  if (now?.is === 'sending' || now?.is === 'unknown') return now;
  if (now?.is === 'done' && performance.now() - now.at < sameClickMs) return now;
  const command: Command = { action, obligation, input, requestId: crypto.randomUUID?.() ?? randomId() };
  if (hoped) expect(obligation, hoped);
  return carryOut(command);
}

async function carryOut(command: Command): Promise<Sending> {
  set({ is: 'sending', command });
  for (let attempt = 0; ; attempt++) {
    try {
      await sendOnce(command);
      setTimeout(() => forget(command.action, command.obligation), saidMs);
      return end({ is: 'done', command, at: performance.now() });
    } catch (fault) {
      if (fault instanceof Refused) return end({ is: 'refused', command, error: fault });
      if (!(fault instanceof Unknown)) throw fault;
      set({ is: 'unknown', command });
      await pause(Math.min(pauseMsMax, pauseMsMin * 2 ** attempt));
    }
  }
}

async function sendOnce({ action, obligation, requestId, input }: Command): Promise<void> {
  if (isOfPeople(action)) {
    await ask(ofPeople[action] as TypedDocumentString<unknown, unknown>, { requestId, ...input });
    return;
  }
  const document = documents[action] as TypedDocumentString<Record<string, RowFragment>, unknown>;
  learn(Object.values(await ask(document, { requestId, obligation, asOf: judgedBy.value, ...input })));
}

function end(sending: Sending): Sending {
  expect(sending.command.obligation, null);
  set(sending);
  return sending;
}

/** Forgets how the last one ended, e.g. when the person goes on writing. */
export function forget(action: Action, obligation: string): void {
  const next = new Map(sendings.value);
  const now = next.get(keyOf(action, obligation));
  if (now?.is !== 'refused' && now?.is !== 'done') return;
  next.delete(keyOf(action, obligation));
  sendings.value = next;
}

function set(sending: Sending): void {
  const next = new Map(sendings.value);
  next.set(keyOf(sending.command.action, sending.command.obligation), sending);
  sendings.value = next;
  const open = [...next.values()].filter((one) => one.is === 'sending' || one.is === 'unknown').map((one) => one.command);
  if (open.length > 0) sessionStorage.setItem(storageKey, JSON.stringify(open));
  else sessionStorage.removeItem(storageKey);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      hurries.delete(done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    hurries.add(done);
  });
}

/** Repeats at once what waits for its next attempt. */
export function sendNow(): void {
  for (const hurry of [...hurries]) hurry();
}

/** A page without TLS has no crypto.randomUUID. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What had no answer when the page was left, or loaded anew, goes on with the same request ids. */
export function resume(): void {
  const open = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as Command[];
  for (const command of open) void carryOut(command);
}

addEventListener('online', sendNow);
