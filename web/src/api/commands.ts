import { signal } from '@preact/signals';
import { expect, judgedBy, learn, type RowChange } from './changes';
import { owned, settle } from './drafts';
import { Refused, Unknown } from './errors';
import {
  AcceptDocument,
  AcceptManyDocument,
  AmendPlanDocument,
  AdoptReorganisationDocument,
  AppointFocalAgencyDocument,
  AssignObligationsDocument,
  CancelDocument,
  ChangeDueDocument,
  DelegateDocument,
  DiscardReorganisationDocument,
  DraftReorganisationDocument,
  EndFocalAgencyDocument,
  EndGrantDocument,
  EscalateDifficultyDocument,
  GiveGrantDocument,
  RaiseDifficultyDocument,
  OpenReportDocument,
  ReceiveReportDocument,
  RecordInspectionDocument,
  RegisterPersonDocument,
  ReopenDocument,
  ReopenReportDocument,
  ReportIndicatorDocument,
  ReportManyDocument,
  ReportProgressDocument,
  ResolveDifficultyDocument,
  RestoreDocument,
  ReturnReportDocument,
  SendBackDocument,
  SignReportDocument,
  SubmitDocument,
  TriggerDocument,
  UndoReorganisationDocument,
  VerifyIndicatorDocument,
  WithdrawDocument,
  WriteReportDocument,
  type OutcomeFragment,
  type RowFragment,
} from './generated';
import { ask } from './http';
import type { Question } from './question';
import { newRequestId } from './requestId';

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

/** Commands to many at once: each is answered separately. */
const toMany = { reportMany: ReportManyDocument, acceptMany: AcceptManyDocument } as const;

/** Commands not about obligations: their input contains everything, and their answer is not an obligation. */
const others = {
  amendPlan: AmendPlanDocument,
  registerPerson: RegisterPersonDocument,
  grant: GiveGrantDocument,
  endGrant: EndGrantDocument,
  delegate: DelegateDocument,
  appoint: AppointFocalAgencyDocument,
  endAgency: EndFocalAgencyDocument,
  draftReorganisation: DraftReorganisationDocument,
  assignObligations: AssignObligationsDocument,
  adoptReorganisation: AdoptReorganisationDocument,
  discardReorganisation: DiscardReorganisationDocument,
  undoReorganisation: UndoReorganisationDocument,
  openReport: OpenReportDocument,
  writeReport: WriteReportDocument,
  signReport: SignReportDocument,
  receiveReport: ReceiveReportDocument,
  returnReport: ReturnReportDocument,
  reopenReport: ReopenReportDocument,
  reportIndicator: ReportIndicatorDocument,
  verifyIndicator: VerifyIndicatorDocument,
  recordInspection: RecordInspectionDocument,
} as const;

export type Action = keyof typeof documents | keyof typeof toMany | keyof typeof others;

/** Whether a command is about one or many obligations. */
export const isOfObligations = (action: Action): boolean => !(action in others);

/** A change wanted once: it keeps its request id until there is an answer. */
interface Command {
  action: Action;
  /** The subject: an obligation, plan, report or reorganisation; for many a unit; for commands about people a unit or one of its grants. */
  obligation: string;
  requestId: string;
  input: Record<string, unknown>;
  /** Names of the drafts behind it, one each for many; they are dropped when it is done. */
  drafts?: readonly string[];
}

export type Sending =
  | { is: 'sending'; command: Command }
  /** No answer: the change may have happened; it is repeated until the outcome is known. */
  | { is: 'unknown'; command: Command }
  | { is: 'refused'; command: Command; error: Refused }
  | { is: 'done'; command: Command; at: number; outcomes?: readonly OutcomeFragment[] };

/** By action and obligation: the command under way, or the outcome of the last one. */
export const sendings = signal<ReadonlyMap<string, Sending>>(new Map());

const pauseMsMin = 500;
const pauseMsMax = 10_000;

/** A click within this time after the answer belongs to the previous click. */
const sameClickMs = 1_000;

/** How long a form shows its success. */
const saidMs = 6_000;
const storageKey = 'hierarchy.commands';
const hurries = new Set<() => void>();

export const keyOf = (action: Action, obligation: string): string => `${action} ${obligation}`;

/**
 * Carries out a change and returns its outcome. While one of the same kind is under way for the same obligation, a second call does
 * nothing: it is a double click, even if the answer came between the two clicks.
 */
export async function perform(
  action: Action,
  obligation: string,
  input: Record<string, unknown>,
  { hoped, drafts }: { hoped?: Partial<RowChange>; drafts?: readonly string[] } = {},
): Promise<Sending> {
  const now = sendings.value.get(keyOf(action, obligation));
  if (now?.is === 'sending' || now?.is === 'unknown') return now;
  if (now?.is === 'done' && performance.now() - now.at < sameClickMs) return now;
  const requestId = newRequestId();
  const command: Command = { action, obligation, input, requestId, drafts: drafts?.map(owned) };
  if (hoped) expect(obligation, hoped);
  return carryOut(command);
}

async function carryOut(command: Command): Promise<Sending> {
  set({ is: 'sending', command });
  for (let attempt = 0; ; attempt++) {
    try {
      const outcomes = await sendOnce(command);
      // Refusals stay beside their rows until read.
      if (!outcomes?.some((one) => one.refusal)) setTimeout(() => forget(command.action, command.obligation), saidMs);
      return end({ is: 'done', command, at: performance.now(), outcomes });
    } catch (fault) {
      if (fault instanceof Refused) return end({ is: 'refused', command, error: fault });
      if (!(fault instanceof Unknown)) throw fault;
      set({ is: 'unknown', command });
      await pause(Math.min(pauseMsMax, pauseMsMin * 2 ** attempt));
    }
  }
}

/** The outcomes of a command to many, in order. */
async function sendOnce({ action, obligation, requestId, input }: Command): Promise<readonly OutcomeFragment[] | undefined> {
  if (action in others) {
    await ask(others[action as keyof typeof others] as Question<unknown, unknown>, { requestId, ...input });
    return undefined;
  }
  if (action in toMany) {
    const document = toMany[action as keyof typeof toMany] as Question<Record<string, OutcomeFragment[]>, unknown>;
    const outcomes = Object.values(await ask(document, { requestId, asOf: judgedBy.value, ...input })).flat();
    learn(outcomes.flatMap((one) => one.obligation ?? []));
    return outcomes;
  }
  const document = documents[action as keyof typeof documents] as Question<Record<string, RowFragment>, unknown>;
  learn(Object.values(await ask(document, { requestId, obligation, asOf: judgedBy.value, ...input })));
  return undefined;
}

function end(sending: Sending): Sending {
  const { command } = sending;
  expect(command.obligation, null);
  for (const [i, name] of (command.drafts ?? []).entries()) {
    const code = sending.is === 'refused' ? sending.error.code : sending.is === 'done' ? sending.outcomes?.[i]?.code : 'UNKNOWN';
    if (sending.is === 'done' && !code) settle(name, true);
    else if (code === 'CONFLICT') settle(name, false);
  }
  set(sending);
  return sending;
}

/** Clears the last outcome, e.g. when the person continues typing. */
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

/** Repeats waiting commands at once. */
export function sendNow(): void {
  for (const hurry of [...hurries]) hurry();
}

/** Resumes commands that had no answer when the page was left or reloaded, with the same request ids. */
export function resume(): void {
  const open = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as Command[];
  for (const command of open) void carryOut(command);
}

addEventListener('online', sendNow);
