/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { Question as DocumentNode } from './question';
import { gql } from './question';
/** A line to add to a plan. */
export type AddTaskInput = {
  /** Who accepts the result, as the plan words it; at most 4,000 characters. */
  approver?: string | null | undefined;
  /** An area of the plan. */
  area: string;
  /** What the plan gives it, 0 or more, shared out among its obligations; null: nothing. */
  budget?: number | null | undefined;
  /** Its number in the plan's annex, 1 to 500 characters. */
  code: string;
  /** Who is to help, at most 1,000, any unit: they owe nothing. */
  coordinators?: Array<AssigneeInput> | null | undefined;
  /** Heading that it stands under within its area; null when there is none. */
  group?: string | null | undefined;
  /** Unique among the tasks and duties of the plan's owner; where another owner has one of this id already, PlanTask.id is OWNER:ID. */
  id: string;
  /** Whether each of them owes a result of its own. */
  leadMode?: LeadMode | null | undefined;
  /** Who owes it, 1 to 1,000: the plan's owner or units below it. */
  leads: Array<AssigneeInput>;
  /** The plan that it joins; NOT_FOUND when there is none. One owner's plans hold at most 10,000 tasks. */
  plan: string;
  /** What is to come of it, at most 1,000. */
  products?: Array<string> | null | undefined;
  /** When it is due. */
  schedule: ScheduleInput;
  /** 1 to 4,000 characters. */
  title: string;
  /** How much each of its obligations counts in a percent: above 0, at most 10,000, at most three decimals. */
  weight?: number | null | undefined;
};

/** What an amendment changes, in this order. A task is named once in each list; one that has been withdrawn is a CONFLICT. */
export type AmendPlanInput = {
  /** Units that lead a task from now on: they owe it. At most 1,000 tasks. */
  addLeads?: Array<LeadsInput> | null | undefined;
  /** New lines, at most 1,000; plan is the plan that is amended. */
  addTasks?: Array<AddTaskInput> | null | undefined;
  /** Objectives as they are now; one of a new id is added. At most 1,000. */
  changeObjectives?: Array<ObjectiveInput> | null | undefined;
  /** Terms that are named change, at most 1,000 tasks; due days of open obligations follow a new schedule. */
  changeTasks?: Array<ChangeTaskInput> | null | undefined;
  /** The document that amends the plan. */
  document: DocumentInput;
  /** Units that lead a task no longer: what of it is open there is cancelled. At most 1,000 tasks; somebody has to be left. */
  dropLeads?: Array<LeadsInput> | null | undefined;
  /** From the adoption of the plan to today. */
  effectiveOn: string;
  /** The plan's title from now on, 1 to 4,000 characters. */
  title?: string | null | undefined;
  /** Tasks that the plan no longer asks for, at most 1,000: what of them is open is cancelled, with the document as reason. */
  withdrawTasks?: Array<string> | null | undefined;
};

/** id is unique within the plan; an area of another plan may bear the same. */
export type AreaInput = {
  /** What the plan sets aside for it, 0 or more; null when it names nothing. */
  budget?: number | null | undefined;
  /** 1 to 100 of a-z A-Z 0-9 - _ ., e.g. III. */
  id: string;
  /** As the plan words it, 1 to 4,000 characters. */
  name: string;
  /** Where it belongs when plans are compared. */
  reform: ReformArea;
};

/** Exactly one of unit and unitClass. */
export type AssigneeInput = {
  /** As the plan names it, at most 4,000 characters; null: as the system does. */
  label?: string | null | undefined;
  /** One unit. */
  unit?: string | null | undefined;
  /** Every unit of this kind that stands below the plan's owner now; BODY is no class. */
  unitClass?: UnitKind | null | undefined;
};

/**
 * What becomes of open obligations of closed units. heir: another unit owes them. steward: they stay where they are and a unit acts for them.
 * cancel: they are called off with this reason. Exactly one of the three; the others narrow what it is about.
 */
export type AssignmentRuleInput = {
  /** The reason, at most 4,000 characters. */
  cancel?: string | null | undefined;
  /** Only those of this unit. */
  from?: string | null | undefined;
  /** Only those of units of this kind. */
  fromKind?: UnitKind | null | undefined;
  /** The unit that goes on with them. */
  heir?: string | null | undefined;
  /** Only these; at most 5,000. */
  obligations?: Array<string> | null | undefined;
  /** Only those of this plan. */
  plan?: string | null | undefined;
  /** Only those of this reform area. */
  reformArea?: ReformArea | null | undefined;
  /** The unit that acts for them. */
  steward?: string | null | undefined;
};

/** What changes about a task; what is null stays as it is. What is DONE keeps the terms that it was done under, its share of the money too. */
export type ChangeTaskInput = {
  /** Who accepts the result, as the plan words it; empty: nobody is named. */
  approver?: string | null | undefined;
  /** What the plan gives it, shared out anew; what is DONE keeps the share that it had. */
  budget?: number | null | undefined;
  /** Its number in the plan's annex, 1 to 500 characters. */
  code?: string | null | undefined;
  /** Who is to help, at most 1,000. */
  coordinators?: Array<AssigneeInput> | null | undefined;
  /** What is to come of it, at most 1,000. */
  products?: Array<string> | null | undefined;
  /** When it is due. Occurrences that it no longer has are cancelled, new ones are owed. */
  schedule?: ScheduleInput | null | undefined;
  /**
   * The same in words, which are read as those of a draft: 'Hằng quý', '2 năm/lần', 'Quý II năm 2013'; what they leave open is taken as the
   * commonest meaning. INVALID where they are not understood, and together with schedule. At most 500 characters.
   */
  scheduleText?: string | null | undefined;
  /** A task of the plan; NOT_FOUND when there is none. */
  task: string;
  /** 1 to 4,000 characters. */
  title?: string | null | undefined;
  /** As of AddTaskInput. */
  weight?: number | null | undefined;
};

/** A unit that ends. */
export type CloseInput = {
  /** Units in which it goes on: one for all of it, or several for parts; none for a unit that has no successor. */
  heirs?: Array<HeirInput> | null | undefined;
  /** Its id. */
  unit: string;
};

/** How a result must stand to the target. */
export type Comparison =
  /** The target or above. */
  | 'AT_LEAST'
  /** The target or below. */
  | 'AT_MOST'
  /** The target exactly. */
  | 'EQUAL'
  /** Below the target, the target itself excluded. */
  | 'LESS_THAN'
  /** Above the target, the target itself excluded. */
  | 'MORE_THAN';

/** A document that goes with a change, such as the evidence of a submission. */
export type DocumentInput = {
  /**
   * Ids that POST /files has answered with, each once and at most 20: files that the caller has brought within the last six days, or that are
   * named already. INVALID otherwise.
   */
  files?: Array<string> | null | undefined;
  /** The day that the document bears, not in the future. */
  issuedOn: string;
  /** As the document bears it, 1 to 500 characters. */
  number: string;
  /** What it is called, at most 4,000 characters. */
  title?: string | null | undefined;
  /** Where to read it, an address of http or https of at most 4,000 characters; the system never opens it. */
  uri?: string | null | undefined;
};

/** Without a key: a new row, at the end. leadsText, coordinatorsText and scheduleText are read as in a file. Texts: at most 4,000 characters. */
export type DraftRowInput = {
  /** Who accepts the result, as the plan words it. */
  approver?: string | null | undefined;
  /** An area of the draft: its id. */
  area?: string | null | undefined;
  /** What the plan gives it, 0 or more. */
  budget?: number | null | undefined;
  /** Its number in the annex, at most 500 characters. */
  code?: string | null | undefined;
  /** Who is to help, likewise. */
  coordinatorsText?: string | null | undefined;
  /** Heading that it stands under within its area. */
  group?: string | null | undefined;
  /** Of the row to change; NOT_FOUND when there is none. */
  key?: string | null | undefined;
  /** Whether each of several leads owes a result of its own. */
  leadMode?: LeadMode | null | undefined;
  /** Who owes it, as a plan words it: 'Sở Nội vụ; Sở Tài chính'. */
  leadsText?: string | null | undefined;
  /** What is to come of it, at most 1,000, in place of what there is. */
  products?: Array<string> | null | undefined;
  /** When it is due, as a plan words it: 'Quý I năm 2013', 'Thường xuyên'. */
  scheduleText?: string | null | undefined;
  /** What is to be done. */
  title?: string | null | undefined;
};

/** A unit that a reorganisation founds. */
export type EstablishUnitInput = {
  /** Its official (GSO) code, which a unit that closes may have borne. */
  code?: string | null | undefined;
  /** New for ever: 1 to 100 of a-z A-Z 0-9 - _ .. */
  id: string;
  /** What it is. */
  kind: UnitKind;
  /** At most 500 characters. */
  name: string;
  /** The unit that it stands under, which may be one that the same reorganisation founds. */
  parent: string;
};

/** How much of a unit goes on in another. */
export type Extent =
  /** All of it. */
  | 'FULL'
  /** A part of it: it was divided. */
  | 'PARTIAL';

/** What an inspection has found. */
export type FindingInput = {
  /** The last day on which it is put right in time, not before the inspection. */
  due: string;
  /** 1 to 4,000 characters. */
  text: string;
};

/** What an agency does in place of the unit that appointed it. */
export type FocalPower =
  /** The right of this name. */
  | 'ACCEPT'
  /** The right of this name. */
  | 'CHANGE_DUE'
  /** Ask them for what they owe. */
  | 'CHASE'
  /** Receive and return the reports of the units. */
  | 'COLLECT_REPORTS'
  /** READ. */
  | 'FOLLOW';

/** A role to give. */
export type GrantInput = {
  /** The decision that it rests on. */
  act?: DocumentInput | null | undefined;
  /** First day; null: today, Asia/Ho_Chi_Minh. */
  from?: string | null | undefined;
  /** Id of the person; NOT_FOUND when there is none. */
  person: string;
  /** Null: all. */
  reformAreas?: Array<ReformArea> | null | undefined;
  /** What the person is to be. */
  role: Role;
  /** Last day; null: until it is ended. */
  to?: string | null | undefined;
  /** The unit at and below which it is to hold; NOT_FOUND when there is none. */
  unit: string;
};

/** A unit in which another goes on. */
export type HeirInput = {
  /** FULL for the only one. */
  extent?: Extent;
  /** Its id. */
  unit: string;
};

/** How an indicator is counted. */
export type IndicatorMethod =
  /** Each reporting unit gives numerator and denominator; the total is sum over sum, never a mean of percents. */
  | 'RATIO'
  /** Each unit gives a number; the total is their sum. */
  | 'SUM'
  /** Nobody gives anything: the system counts it from what is recorded, as its SystemMeasure says. */
  | 'SYSTEM'
  /** Each unit of a class has it, 1, or not, 0; the total is the units that have it, over the units of the class. */
  | 'UNITS';

/** That a unit was inspected. */
export type InspectionInput = {
  /** The document that ordered it or tells of it. */
  act?: DocumentInput | null | undefined;
  /** What was found, at most 200. */
  findings?: Array<FindingInput> | null | undefined;
  /** 1 to 100 of a to z, A to Z, 0 to 9, - _ and . ; shares its names with tasks, duties and regimes. */
  id: string;
  /** Who inspected it; NOT_FOUND when there is none. A unit records at most 10,000 inspections. */
  inspector: string;
  /** The day, not to come. */
  on: string;
  /** Who was inspected: the inspector, or the unit right above it, stands above it. */
  unit: string;
};

/** Who owes the result of a task that several units lead. */
export type LeadMode =
  /** Each leading unit owes its own result: one obligation for each. */
  | 'EACH'
  /** All leading units owe one result together: one obligation, owed by the first named. */
  | 'JOINT';

/** Who is to lead a task too, or no longer. */
export type LeadsInput = {
  /**
   * 1 to 1,000. A class means its members below the plan's owner now. One unit of a class may be dropped: PlanTask.leads goes on naming the
   * class then, and the unit owes it no longer.
   */
  leads: Array<AssigneeInput>;
  /** A task of the plan; NOT_FOUND when there is none. */
  task: string;
};

/** A unit that stands below another one. */
export type MoveInput = {
  /** The unit that it stands under from then on. */
  parent: string;
  /** Its id. */
  unit: string;
};

/** A target of a plan. */
export type ObjectiveInput = {
  /** An area of the plan; null when it is of the whole plan. */
  area?: string | null | undefined;
  /** How a result must stand to target. */
  comparison?: Comparison | null | undefined;
  /** The day by which to reach it; null when there is none. */
  due?: string | null | undefined;
  /** Unique within the plan; 1 to 100 of a-z A-Z 0-9 - _ .. */
  id: string;
  /** Whom or what it concerns, at most 4,000 characters. */
  scope?: string | null | undefined;
  /** The figure to reach, in unitOfMeasure; null when there is none. */
  target?: number | null | undefined;
  /** As the plan words it, 1 to 4,000 characters. */
  text: string;
  /** What target counts, e.g. %; at most 500 characters. */
  unitOfMeasure?: string | null | undefined;
};

/** Which obligations a list shows. What is null does not restrict; all that is given restricts together, and may leave nothing. */
export type ObligationFilter = {
  /** An area of that plan; needs plan. */
  area?: string | null | undefined;
  /**
   * A past day: what there was on that day, as it was then, and the nodes bear that day's values; today and later: as it is now. Either is
   * judged by this day, as are the nodes. text is compared with what stands there now. Null: today, Asia/Ho_Chi_Minh.
   */
  asOf?: string | null | undefined;
  /** true: only what Progress.awaitingAcceptance counts. */
  awaitingAcceptance?: boolean | null | undefined;
  /** Due on this day or later; leaves out what has no due day. */
  dueFrom?: string | null | undefined;
  /** Due on this day or earlier; leaves out what has no due day. */
  dueTo?: string | null | undefined;
  /** Only obligations of this kind; null: of all, unlike ProgressFilter. */
  kind?: ObligationKind | null | undefined;
  /** true: only what is overdue at asOf; false: only what is not. */
  overdue?: boolean | null | undefined;
  /** Key of a period: only the reports that are owed for it. */
  period?: string | null | undefined;
  /** Only what this plan imposes; NOT_FOUND when there is none. */
  plan?: string | null | undefined;
  /** true: only what Progress.postponed counts; false: only the rest. So are the next two. */
  postponed?: boolean | null | undefined;
  /** Only what belongs to areas of this reform area. */
  reformArea?: ReformArea | null | undefined;
  /** null: ALL. What a plan or a task that is named imposes, and what is owed for a period, is listed whole, whatever stands here. */
  scope?: Scope | null | undefined;
  /**
   * true: only what units owe that have never reported on anything of the same year, kind, reform area, plan, area, task and scope, as far
   * as this filter names them: those that Progress.unitsSilent counts. false: only what the others owe.
   */
  silent?: boolean | null | undefined;
  /** Any of these; null or empty: all. */
  status?: Array<ObligationStatus> | null | undefined;
  /** Id of a task or of a duty: only what it gave. */
  task?: string | null | undefined;
  /** Only what contains this in title, note or document number, whatever its case and diacritics; at most 500 characters. */
  text?: string | null | undefined;
  /** Any of these, judged at asOf. */
  timeliness?: Array<Timeliness> | null | undefined;
  /**
   * Which tree the list is of. RESTATED at a unit with all below it: what its RESTATED figures count. At a unit alone: its own, and what units
   * owe themselves that went on in it as a whole. Of either only what may be read where it stands.
   */
  tree?: TreeView | null | undefined;
  /** true: only what Progress.undated counts. */
  undated?: boolean | null | undefined;
  /** Only what units of this kind owe. */
  unitKind?: UnitKind | null | undefined;
  /** true: only what has an unresolved difficulty; false: only what has none. */
  withDifficulty?: boolean | null | undefined;
  /** Only what plans impose whose period contains this year. */
  year?: number | null | undefined;
};

/** What is owed: a plan task, a periodic report, or the adoption of the unit's own plan. */
export type ObligationKind =
  /** Found by an inspection and to be put right. It stands in no plan; it counts in the year of the inspection, in STEERING, with weight 1. */
  | 'FINDING'
  /** The adoption of a plan of the unit's own. */
  | 'PLAN'
  /** A periodic report that a plan demands. */
  | 'REPORT'
  /** The result of a line of a plan. */
  | 'TASK';

/** The order of a list; ties are broken by id. */
export type ObligationOrder =
  /** The earliest due day first; what has none comes last. */
  | 'DUE_ASC'
  /** The latest due day first; what has none comes last. */
  | 'DUE_DESC'
  /** The least complete first. */
  | 'PERCENT_ASC'
  /** The most complete first. */
  | 'PERCENT_DESC'
  /** What changed last comes first. */
  | 'UPDATED_DESC';

/**
 * How far an obligation has come. WAITING -(trigger)-> NOT_STARTED -(reportProgress)-> IN_PROGRESS -(submit)-> SUBMITTED -(accept)-> DONE;
 * sendBack, withdraw and reopen make it IN_PROGRESS again, submit takes NOT_STARTED too, cancel takes all but DONE, and restore undoes it.
 */
export type ObligationStatus =
  /** Called off, and left out of every percent; only restore changes it. */
  | 'CANCELLED'
  /** Accepted; only reopen changes it. */
  | 'DONE'
  /** Begun, sent back, withdrawn or reopened. */
  | 'IN_PROGRESS'
  /** Owed, and nothing but 0 percent reported. */
  | 'NOT_STARTED'
  /** Finished by the unit, not yet accepted by the approver. */
  | 'SUBMITTED'
  /** Its triggering event has not happened yet, so it has no due date and cannot be late. */
  | 'WAITING';

/** What a draft is to hold. What is missing stays as it is, and so do null lists here; an empty text or null takes away. */
export type PlanDraftInput = {
  /** The day that the document bears. */
  adoptedOn?: string | null | undefined;
  /** All headings, at most 1,000, in place of those that there are; rows keep their area, and lose it where it is gone. */
  areas?: Array<AreaInput> | null | undefined;
  /** Last year of its period: startYear or later, and at most 50 years together. */
  endYear?: number | null | undefined;
  /** Number of the adopting document, at most 500 characters. */
  number?: string | null | undefined;
  /** Keys of rows to remove, at most 1,000; NOT_FOUND for one that there is not. */
  removeRows?: Array<string> | null | undefined;
  /** Rows to add or change, at most 1,000, each named once; a draft has at most 5,000. */
  rows?: Array<DraftRowInput> | null | undefined;
  /** First year of its period, 1900..2200. */
  startYear?: number | null | undefined;
  /** At most 4,000 characters. */
  title?: string | null | undefined;
};

/** What a roll-up counts. What is null does not restrict; all that is given restricts together. */
export type ProgressFilter = {
  /** null: all kinds. */
  kind?: ObligationKind | null | undefined;
  /** Only what this plan imposes; the plan must belong to the unit, to one above or below it, or to one that went on in it. */
  plan?: string | null | undefined;
  /** Only what belongs to areas of this reform area. */
  reformArea?: ReformArea | null | undefined;
  /** null: ALL. What a plan that is named imposes counts whole, whatever stands here: by plan, or by a slice of PLAN or PLAN_TASK. */
  scope?: Scope | null | undefined;
  /** Only plans whose period contains this year. */
  year?: number | null | undefined;
};

/** How often something recurs within each year. */
export type Recurrence =
  /** On every second Sunday from the first of startYear on; with first, on that day and every fourteenth after it. */
  | 'FORTNIGHT'
  /** On 30 June and on 31 December. */
  | 'HALF_YEAR'
  /** On the last day of each month. */
  | 'MONTH'
  /** On 30 September: the report of nine months. */
  | 'NINE_MONTHS'
  /** On the last day of each quarter. */
  | 'QUARTER'
  /** On each Sunday; with first, on that day and every seventh after it. */
  | 'WEEK'
  /** On 31 December; with everyYears of each second, third … year. */
  | 'YEAR';

/**
 * Each plan has an area list of its own; every one of its areas belongs to one of these, so that plans can be compared
 * and summed at any level.
 */
export type ReformArea =
  /** Cải cách tổ chức bộ máy: the organisation of the administration. */
  | 'APPARATUS'
  /** Cải cách công vụ, công chức: the civil service and its staff. */
  | 'CIVIL_SERVICE'
  /** Cải cách thể chế: laws, regulations and how they are made. */
  | 'INSTITUTIONS'
  /** Hiện đại hóa hành chính: offices, information technology, quality management. */
  | 'MODERNISATION'
  /** Whatever fits none of the others. */
  | 'OTHER'
  /** Cải cách thủ tục hành chính: administrative procedures. */
  | 'PROCEDURES'
  /** Cải cách tài chính công: public finance. */
  | 'PUBLIC_FINANCE'
  /** Chỉ đạo, điều hành: steering, communication and inspection of the reform itself. */
  | 'STEERING';

/** A person to register, or what changes of a known one. */
export type RegisterPersonInput = {
  /** At most 254 characters; CONFLICT when another person has it. */
  email?: string | null | undefined;
  /** 1 to 100 of a-z A-Z 0-9 - _ .; a known one changes. */
  id: string;
  /** 1 to 500 characters. */
  name: string;
  /** As the identity provider names the person (its sub); null until the first sign-in by an e-mail that the provider calls verified. */
  subject?: string | null | undefined;
};

/** A unit that bears another name. */
export type RenameInput = {
  /** Null: as before. */
  code?: string | null | undefined;
  /** Null: as before. */
  kind?: UnitKind | null | undefined;
  /** At most 500 characters. */
  name: string;
  /** Its id. */
  unit: string;
};

/** What a reorganisation does to a unit. */
export type ReorganisationAct =
  /** It ends. */
  | 'CLOSE'
  /** It is new. */
  | 'FOUND'
  /** It stands below another unit, with all below it. */
  | 'MOVE'
  /** It bears another name, kind or code and stays itself. */
  | 'RENAME';

/** What a reorganisation does. Each unit is founded, closed, or renamed and moved by it, once. */
export type ReorganisationInput = {
  /** The document that reorganises. */
  act: DocumentInput;
  /** The lowest unit that contains all concerned. */
  carrier: string;
  /** Units that end. */
  close?: Array<CloseInput> | null | undefined;
  /** The day from which names, codes and membership change. */
  effectiveOn: string;
  /** Units that it founds. */
  establish?: Array<EstablishUnitInput> | null | undefined;
  /** 1 to 60 of a-z A-Z 0-9 - _ .. */
  id: string;
  /** Units that stand below another one, with all below them. */
  move?: Array<MoveInput> | null | undefined;
  /** From when the new units act; null: from effectiveOn on, and never before it. */
  operatesFrom?: string | null | undefined;
  /** Units that bear another name and stay themselves. */
  rename?: Array<RenameInput> | null | undefined;
  /** At most 4,000 characters. */
  title: string;
};

/** How far a reorganisation has come. */
export type ReorganisationStatus =
  /** It was a draft that nobody carries out any more. It is found by its id alone, and drafted again by draftReorganisation. */
  | 'DISCARDED'
  /** It has been carried out, and its figures balance. */
  | 'DONE'
  /** It is prepared, and changes nothing. */
  | 'DRAFT'
  /** It is being carried out, step by step. */
  | 'RUNNING'
  /** It is being undone, step by step. */
  | 'UNDOING'
  /** Everything is as it was before. */
  | 'UNDONE';

/** One report among many: as the arguments of reportProgress. */
export type ReportInput = {
  /** The version that you have seen; CONFLICT when it is another by now. Null: whatever it is. */
  expectedVersion?: number | null | undefined;
  /** At most 4,000 characters; null keeps the note that there is. */
  note?: string | null | undefined;
  /** Id of the obligation; NOT_FOUND when there is none. */
  obligation: string;
  /**
   * The day that the report is about; default today, never later, not before the obligation existed. The percent, note and spent of today are
   * those of the report with the latest day, of equal days the last recorded.
   */
  on?: string | null | undefined;
  /** How much is complete, 0..100 with at most two decimals; may be less than before. */
  percent: number;
  /** Money spent on it so far, all together; null keeps what was reported before. */
  spent?: number | null | undefined;
};

/** A returned one goes on as its next revision. */
export type ReportStatus =
  /** It is being written. */
  | 'DRAFT'
  /** Taken by who collects it; what it discharges is DONE. */
  | 'RECEIVED'
  /** Sent back by who collects it; what it discharges is IN_PROGRESS again. */
  | 'RETURNED'
  /** Handed in, and frozen. */
  | 'SIGNED';

/** What somebody may do at a unit. */
export type Right =
  /**
   * Accept, send back, reopen; resolve or pass on a difficulty that the unit holds; receive, return and reopen reports, verify
   * values, record inspections. Of units below that of the grant (at a root, its own too), and never what the same person has
   * handed in. Where sign-in is off there are no persons, and that rule rests.
   */
  | 'ACCEPT'
  /** Read the record of who did what, and export it (GET /audit.csv and /audit.jsonl, with audit's arguments). */
  | 'AUDIT'
  /** Change, extend or set a due day, cancel, restore, trigger; of units below that of the grant (at a root, its own too). */
  | 'CHANGE_DUE'
  /** Register people; give and end grants no greater than one's own; appoint focal agencies. */
  | 'GRANT'
  /** Draft, adopt, amend and import plans of the unit; its regimes and indicators. */
  | 'PLAN'
  /**
   * Lists, notes, difficulties, documents, history, people. Names, the tree, adopted plans and totals are for everybody who has
   * signed in (HIERARCHY_TOTALS=within-grants narrows the totals). A list or a stream at a unit where the viewer may read nothing
   * at or below is FORBIDDEN where it stands at the root of a request, and empty where it is nested; elsewhere it holds what may
   * be read.
   */
  | 'READ'
  /** Register, rename, move, close and merge units; a reorganisation, at its carrier. */
  | 'REGISTER_UNITS'
  /** Report, raise a difficulty; open and write a report, give an indicator's value. */
  | 'REPORT'
  /** Hand in a result and withdraw it, sign a report (signing sends it). */
  | 'SUBMIT';

/** A set of rights, under the name that offices know. */
export type Role =
  /** All rights. */
  | 'ADMINISTRATOR'
  /** READ, AUDIT. */
  | 'AUDITOR'
  /** READ, REPORT. */
  | 'CLERK'
  /** CLERK's and SUBMIT. */
  | 'HEAD'
  /** READ, PLAN. */
  | 'PLANNER'
  /** READ, REGISTER_UNITS. */
  | 'REGISTRAR'
  /** READ, ACCEPT, CHANGE_DUE. */
  | 'SUPERVISOR'
  /** READ. */
  | 'VIEWER';

/** A figure of a report. entered replaces what the system counted, and then needs a reason; so does it in every row that is not ENTERED. */
export type RowInput = {
  /** Code of a row of the report. */
  code: string;
  /** 0 to 9,007,199,254,740,991; null or 0: it is a plain number. */
  denominator?: number | null | undefined;
  /** Nothing occurred in the period: then there is no figure. */
  nothingOccurred?: boolean | null | undefined;
  /** -9,007,199,254,740,991 to 9,007,199,254,740,991; null, without nothingOccurred, takes back what was entered. */
  numerator?: number | null | undefined;
  /** At most 4,000 characters. */
  reason?: string | null | undefined;
};

/** Where the figure of a row comes from. */
export type RowSource =
  /** Entered by the unit. */
  | 'ENTERED'
  /** What the indicator says for the period, at the unit and below it. */
  | 'INDICATOR'
  /** What the same row says in the unit's last signed report under the regime whose period ended before that of this one. */
  | 'PREVIOUS'
  /** Counted by the system in the period's window. */
  | 'PROGRESS'
  /**
   * The sum of the row of the same code in the received reports of the units below, each of those that no other reporter stands above; a unit
   * with none below enters it, with a reason.
   */
  | 'SUM_OF_BELOW';

/** kind decides which of the others count; text is kept verbatim. */
export type ScheduleInput = {
  /** DATE: the day; AFTER_EVENT: null until the event is recorded. */
  date?: string | null | undefined;
  /** MM-DD: RECURRING falls due on exactly these days of each year instead of the last days of its periods. Not with WEEK and FORTNIGHT. */
  days?: Array<string> | null | undefined;
  /**
   * Last year of YEARS and RECURRING, 1900..2200; null: the plan's, as for startYear. QUARTERS: the year of the last one; null: startYear, and
   * quarters out of order are INVALID then. Quý IV/2026 to Quý II/2027 is quarters [4, 1, 2], startYear 2026, endYear 2027.
   */
  endYear?: number | null | undefined;
  /** RECURRING: one obligation for each occurrence between startYear and endYear; several may be given ('hằng quý và năm'). */
  every?: Array<Recurrence> | null | undefined;
  /** With YEAR in every: each how many years, 1..50, counted from startYear, or from the year of first. */
  everyYears?: number | null | undefined;
  /** RECURRING: its first day; what came before is not owed. Weeks are counted from it. */
  first?: string | null | undefined;
  /** In which terms the plan says it. */
  kind: ScheduleKind;
  /** MONTH: 1..12 of startYear; due on its last day. */
  month?: number | null | undefined;
  /** QUARTERS: any of 1..4, in their order; due on the last day of the last one. The first is of startYear. */
  quarters?: Array<number> | null | undefined;
  /** YEAR: due on 31 December of startYear; YEARS: of endYear. */
  startYear?: number | null | undefined;
  /** As the plan words it, at most 4,000 characters. */
  text: string;
};

/** In which terms a plan says when something is due. */
export type ScheduleKind =
  /** On a day that is told once an event has happened; WAITING until then. */
  | 'AFTER_EVENT'
  /** All the time: there is no due day, and it is never late. */
  | 'CONTINUOUS'
  /** On a day. */
  | 'DATE'
  /** On the last day of a month. */
  | 'MONTH'
  /** On the last day of the last of some quarters of a year. */
  | 'QUARTERS'
  /** Again and again: an obligation for each time. */
  | 'RECURRING'
  /** The plan does not say: there is no due day, and it is never late. */
  | 'UNSPECIFIED'
  /** On 31 December of a year. */
  | 'YEAR'
  /** On 31 December of the last of several years. */
  | 'YEARS';

/**
 * Whose plan imposes an obligation. Each has one scope at every level, so that IMPOSED and OWN add up to ALL; units alone do not, since a
 * unit that owes both is one unit. Money that a plan gives to no unit is OWN as long as the plan imposes on its owner alone.
 */
export type Scope =
  /** Both. */
  | 'ALL'
  /** The plan of another unit, or one that ships with the system: what the units above judge a unit by. */
  | 'IMPOSED'
  /** A plan of the unit that owes it. */
  | 'OWN';

/** Words of a report. */
export type SectionInput = {
  /** Key of a section of the report. */
  key: string;
  /** At most 20,000 characters; empty takes back what was written. */
  text: string;
};

/** How much a doubt about a draft weighs. */
export type Severity =
  /** It keeps the draft from being adopted. */
  | 'ERROR'
  /** It is to be looked at. */
  | 'WARNING';

/** What the system counts by itself. */
export type SystemMeasure =
  /** Findings of the year's inspections that are DONE, of those that are not CANCELLED. */
  | 'FINDINGS_SETTLED'
  /** Own plans that are SUBMITTED or DONE, of those that are not CANCELLED: of the objective's plan, or of the year where there is none. */
  | 'PLANS_ADOPTED'
  /** Reports handed in by their due day, of those that are not CANCELLED: of the objective's plan, or of the year where there is none. */
  | 'REPORTS_ON_TIME'
  /** Tasks that are DONE, of those that are not CANCELLED: of the objective's plan, or of the year where there is none. */
  | 'TASKS_DONE'
  /** Units that were inspected in the year, each once, of the units of the classes that reporters names, at the end of the year or today. */
  | 'UNITS_INSPECTED';

/** How a value stands to its target. Whole numbers are compared, never a rounded percent. */
export type TargetStatus =
  /** All have given, and it is reached. */
  | 'ACHIEVED'
  /** All have given, and it is not reached. */
  | 'NOT_ACHIEVED'
  /** Nobody has given anything, or there is nothing to be a share of. */
  | 'NO_DATA'
  /** Nothing is aimed at for the class and year. */
  | 'NO_TARGET'
  /** Not all have given. */
  | 'PROVISIONAL';

/** How an obligation stands to its term on a day. Each is exactly one of these, as the counts of Progress are. */
export type Timeliness =
  /** Called off, whatever its due day. */
  | 'CANCELLED'
  /** DONE, and completed after its due day. */
  | 'DONE_LATE'
  /** DONE, and completed on or before its due day, or without one. */
  | 'DONE_ON_TIME'
  /** Open with a due day before that day; what is SUBMITTED, only if it was completed after its due day. */
  | 'OVERDUE'
  /** Not DONE and not overdue: WAITING, without a due day, due on that day or later, or SUBMITTED and completed by its due day. */
  | 'WITHIN_TERM';

/** Which tree figures are of; the same as long as no unit has ended. */
export type TreeView =
  /** What stands at the unit and below it; with asOf for a past day what stood there on it. */
  | 'AS_IS'
  /**
   * With all that its predecessors hold: the figures of former times on today's map. What a unit that has ended holds counts at the one unit
   * in which it went on as a whole; where it was divided, at the lowest unit that contains all parts; without a successor, where it stood.
   * Each counts once, so that what is below a unit adds up. on does not turn it. At a unit that has ended: with its own predecessors.
   */
  | 'RESTATED';

/**
 * What a unit is, and so where it may stand: a unit's parent is of a level above its own (levels may be skipped), except that departments
 * and offices may have parts of their own kind, and communes offices. GOVERNMENT stands above MINISTRY, which is level 0; the others say
 * theirs.
 */
export type UnitKind =
  /** A body outside the administration that a plan names, such as a newspaper; it is in no class. */
  | 'BODY'
  /** A central agency's office in a province (tax, treasury, statistics): a class of its own, not of the departments; level 2. */
  | 'CENTRAL_AGENCY'
  /** A commune, ward or township, as its People's Committee; level 3. */
  | 'COMMUNE'
  /** Sở, or another department or agency of a province; level 2. */
  | 'DEPARTMENT'
  /** A district, town or city of a province, as its People's Committee; level 2. */
  | 'DISTRICT'
  /** Above ministries: may own a plan that they and the provinces carry out. It is in no class. */
  | 'GOVERNMENT'
  /** Bộ, or another body of the central government. */
  | 'MINISTRY'
  /**
   * Phòng, or another office of a district, department, ministry or, since July 2025, a commune; level 3. Offices of communes are a class of
   * their own: a plan of who stands above a commune does not mean them by this class.
   */
  | 'OFFICE'
  /** A province or a city under the central government, as its People's Committee; level 1. */
  | 'PROVINCE';

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { person: { id: string, name: string } | null } };

export type FiguresFragment = { total: number, waiting: number, done: number, cancelled: number, overdue: number, doneOnTime: number, doneLate: number, withinTerm: number, completionRate: number | null, percent: number | null, unitPercent: number | null, units: number, unitsSilent: number, version: number, budget: { planned: number | null, spent: number | null } };

export type NumbersFragment = { id: string, progress: (
    { due7: number, due30: number, due90: number }
    & FiguresFragment
  ), areas: Array<{ key: string, progress: FiguresFragment }>, parts: Array<{ key: string, label: string, progress: FiguresFragment }> };

export type UnitPageQueryVariables = Exact<{
  id: string;
  filter?: ProgressFilter | null | undefined;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
  on?: string | null | undefined;
  isRestated: boolean;
}>;


export type UnitPageQuery = { unit: (
    { name: string, kind: UnitKind, code: string | null, path: string, validFrom: string | null, validTo: string | null, names: Array<{ name: string, kind: UnitKind, code: string | null, from: string | null, to: string | null }>, predecessors: Array<{ extent: Extent, on: string, unit: { id: string, name: string, validTo: string | null } }>, successors: Array<{ extent: Extent, on: string, unit: { id: string, name: string, validTo: string | null } }>, ancestors: Array<{ id: string, name: string, kind: UnitKind, validTo: string | null }>, children: Array<{ id: string, name: string, kind: UnitKind }>, unassigned?: { total: number } }
    & NumbersFragment
  ) | null, onDay: { name: string, kind: UnitKind, code: string | null } | null };

export type EndedQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type EndedQuery = { units: Array<{ id: string, validFrom: string | null, validTo: string | null } | null> };

export type PartsMoreQueryVariables = Exact<{
  id: string;
  filter?: ProgressFilter | null | undefined;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
  after: string;
}>;


export type PartsMoreQuery = { unit: { parts: Array<{ key: string, label: string, progress: FiguresFragment }> } | null };

export type NumbersChangedSubscriptionVariables = Exact<{
  id: string;
  filter?: ProgressFilter | null | undefined;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type NumbersChangedSubscription = { progressChanged: NumbersFragment };

export type InstallationQueryVariables = Exact<{ [key: string]: never; }>;


export type InstallationQuery = { installation: { name: string | null } };

export type RootsQueryVariables = Exact<{ [key: string]: never; }>;


export type RootsQuery = { viewer: { person: { id: string } | null, units: Array<{ id: string }>, grants: Array<{ role: Role, unit: { id: string } }> }, root: Array<{ id: string, name: string }> };

export type WhichFragment = { id: string, name: string, kind: UnitKind, validFrom: string | null, validTo: string | null, ancestors: Array<{ id: string, name: string }> };

export type SearchQueryVariables = Exact<{
  text: string;
  first: number;
  on?: string | null | undefined;
  under?: string | null | undefined;
  isCode?: boolean | null | undefined;
}>;


export type SearchQuery = { searchUnits: Array<WhichFragment>, unitsByCode?: Array<WhichFragment> };

export type SearchPlansQueryVariables = Exact<{
  text: string;
}>;


export type SearchPlansQuery = { root: Array<{ relatedPlans: Array<PlanNameFragment> }> };

export type LateFragment = { overdue: number };

export type TrendQueryVariables = Exact<{
  id: string;
  from: string;
  to: string;
  filter?: ProgressFilter | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type TrendQuery = { unit: { trend: Array<{ on: string, progress: { total: number, done: number, overdue: number, percent: number | null } }> } | null };

export type DueCurveQueryVariables = Exact<{
  id: string;
  filter?: ProgressFilter | null | undefined;
  tree?: TreeView | null | undefined;
  d0: string;
  d1: string;
  d2: string;
  d3: string;
  d4: string;
  d5: string;
  d6: string;
  d7: string;
  d8: string;
  d9: string;
  d10: string;
  d11: string;
  d12: string;
}>;


export type DueCurveQuery = { unit: { d0: LateFragment, d1: LateFragment, d2: LateFragment, d3: LateFragment, d4: LateFragment, d5: LateFragment, d6: LateFragment, d7: LateFragment, d8: LateFragment, d9: LateFragment, d10: LateFragment, d11: LateFragment, d12: LateFragment } | null };

export type CellFragment = { key: string, progress: { total: number, done: number, doneOnTime: number, doneLate: number, overdue: number, withinTerm: number, completionRate: number | null, percent: number | null } };

export type HeatMapQueryVariables = Exact<{
  id: string;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
  institutions: ProgressFilter;
  procedures: ProgressFilter;
  apparatus: ProgressFilter;
  civilService: ProgressFilter;
  publicFinance: ProgressFilter;
  modernisation: ProgressFilter;
  steering: ProgressFilter;
  other: ProgressFilter;
}>;


export type HeatMapQuery = { unit: { INSTITUTIONS: Array<CellFragment>, PROCEDURES: Array<CellFragment>, APPARATUS: Array<CellFragment>, CIVIL_SERVICE: Array<CellFragment>, PUBLIC_FINANCE: Array<CellFragment>, MODERNISATION: Array<CellFragment>, STEERING: Array<CellFragment>, OTHER: Array<CellFragment> } | null };

export type HeatMapMoreQueryVariables = Exact<{
  id: string;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
  filter: ProgressFilter;
  after: string;
}>;


export type HeatMapMoreQuery = { unit: { cells: Array<CellFragment> } | null };

export type EvidenceFragment = { number: string, issuedOn: string, title: string | null, uri: string | null, files: Array<{ id: string, name: string, bytes: number, url: string }> };

export type MovingFragment = { id: string, status: ObligationStatus, percent: number, due: string | null, completedOn: string | null, claimedOn: string | null, handedInAt: string | null, timeliness: Timeliness, note: string | null, updatedAt: string, version: number, document: EvidenceFragment | null, difficulty: { text: string, raisedAt: string, resolvedAt: string | null, resolution: string | null, raisedTo: { id: string, name: string } } | null, budget: { planned: number | null, spent: number | null } };

export type RowFragment = (
  { kind: ObligationKind, title: string, weight: number, unit: { id: string, name: string, path: string, validTo: string | null }, task: { id: string, code: string } | null, plan: { id: string, number: string | null, title: string } | null }
  & MovingFragment
);

export type InFileFragment = (
  { originalDue: string | null, task: { group: string | null, products: Array<string>, area: { name: string, reform: ReformArea }, leads: Array<{ label: string }>, coordinators: Array<{ label: string }>, schedule: { text: string } } | null, duty: { source: string | null, schedule: { text: string } } | null }
  & RowFragment
);

export type FileBelowQueryVariables = Exact<{
  under: string;
  filter?: ObligationFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
  isFirst: boolean;
}>;


export type FileBelowQuery = { obligations: { totalCount?: number, nodes: Array<InFileFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FileOwnQueryVariables = Exact<{
  under: string;
  filter?: ObligationFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
  isFirst: boolean;
}>;


export type FileOwnQuery = { unit: { obligations: { totalCount?: number, nodes: Array<InFileFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ObligationsBelowQueryVariables = Exact<{
  under: string;
  filter?: ObligationFilter | null | undefined;
  orderBy?: ObligationOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
  withTotals: boolean;
}>;


export type ObligationsBelowQuery = { obligations: { totalCount?: number, totals?: { units: number, percent: number | null, budget: { planned: number | null, spent: number | null } }, nodes: Array<RowFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ObligationsOwnQueryVariables = Exact<{
  under: string;
  filter?: ObligationFilter | null | undefined;
  orderBy?: ObligationOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
  withTotals: boolean;
}>;


export type ObligationsOwnQuery = { unit: { obligations: { totalCount?: number, totals?: { units: number, percent: number | null, budget: { planned: number | null, spent: number | null } }, nodes: Array<RowFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ObligationChangedSubscriptionVariables = Exact<{
  under: string;
  asOf?: string | null | undefined;
}>;


export type ObligationChangedSubscription = { obligationChanged: MovingFragment };

export type ObligationPageQueryVariables = Exact<{
  id: string;
  asOf?: string | null | undefined;
}>;


export type ObligationPageQuery = { obligation: (
    { originalDue: string | null, actions: Array<string>, handedInBy: { id: string } | null, dueChanges: Array<{ from: string | null, to: string, reason: string, at: string, actor: string, document: EvidenceFragment | null }>, unit: { ancestors: Array<{ id: string, name: string }> }, task: { group: string | null, products: Array<string>, approver: string | null, budget: { planned: number | null }, area: { name: string, reform: ReformArea }, leads: Array<{ label: string }>, coordinators: Array<{ label: string }>, schedule: { text: string, due: string | null } } | null, duty: { title: string, source: string | null, schedule: { text: string, due: string | null } } | null, period: { key: string, label: string, from: string, to: string, regime: { id: string, title: string } } | null }
    & RowFragment
  ) | null };

export type OwedFragment = (
  { actions: Array<string>, history: { nodes: Array<{ type: string, at: string }> } }
  & RowFragment
);

export type MyWorkQueryVariables = Exact<{
  id: string;
  filter: ObligationFilter;
  first: number;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type MyWorkQuery = { unit: { obligations: { totalCount: number, nodes: Array<OwedFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ToAcceptQueryVariables = Exact<{
  under: string;
  filter: ObligationFilter;
  first: number;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type ToAcceptQuery = { obligations: { totalCount: number, nodes: Array<(
      { actions: Array<string> }
      & RowFragment
    )>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type GrantRowFragment = { id: string, role: Role, reformAreas: Array<ReformArea> | null, from: string, to: string | null, person: { id: string, name: string }, unit: { id: string, name: string }, act: { number: string, issuedOn: string, title: string | null, uri: string | null } | null, delegatedBy: { id: string, name: string } | null };

export type FocalRowFragment = { reformAreas: Array<ReformArea> | null, powers: Array<FocalPower>, from: string, to: string | null, unit: { id: string, name: string }, agency: { id: string, name: string }, act: { number: string, issuedOn: string, title: string | null, uri: string | null } | null };

export type RightsHereQueryVariables = Exact<{
  unit: string;
}>;


export type RightsHereQuery = { viewer: { rights: Array<Right>, person: { id: string } | null, grants: Array<{ id: string, role: Role, unit: { id: string } }> } };

export type PeoplePageQueryVariables = Exact<{
  id: string;
}>;


export type PeoplePageQuery = { viewer: { rights: Array<Right>, person: { id: string } | null, grants: Array<GrantRowFragment> }, unit: { id: string, name: string, grants: Array<GrantRowFragment>, focalAgencies: Array<FocalRowFragment>, ancestors: Array<{ id: string, name: string, grants: Array<GrantRowFragment>, focalAgencies: Array<FocalRowFragment> }> } | null };

export type PeopleBelowQueryVariables = Exact<{
  under: string;
}>;


export type PeopleBelowQuery = { people: { nodes: Array<{ id: string, name: string }> } };

export type PersonNameQueryVariables = Exact<{
  id: string;
}>;


export type PersonNameQuery = { person: { id: string, name: string } | null };

export type PlansHereQueryVariables = Exact<{
  id: string;
  filter?: ProgressFilter | null | undefined;
  asOf?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type PlansHereQuery = { unit: { breakdown: Array<{ key: string, label: string, progress: FiguresFragment }> } | null };

export type PlanNameFragment = { id: string, number: string | null, title: string, startYear: number, endYear: number, owner: { id: string, name: string } };

export type FilterChoicesQueryVariables = Exact<{
  id: string;
  plan: string;
  hasPlan: boolean;
}>;


export type FilterChoicesQuery = { unit: { planYears: Array<number> } | null, plan?: PlanNameFragment | null };

export type FirstPlansQueryVariables = Exact<{
  unit: string;
}>;


export type FirstPlansQuery = { unit: { relatedPlans: Array<PlanNameFragment> } | null };

export type FindPlansQueryVariables = Exact<{
  unit: string;
  text: string;
  year?: number | null | undefined;
  first: number;
}>;


export type FindPlansQuery = { unit: { relatedPlans: Array<PlanNameFragment> } | null };

export type DraftNameFragment = { id: string, title: string | null, number: string | null, version: number, rows: { totalCount: number }, issues: Array<{ severity: Severity }> };

export type DraftsHereQueryVariables = Exact<{
  unit: string;
}>;


export type DraftsHereQuery = { viewer: { rights: Array<Right> }, unit: { name: string, drafts: Array<DraftNameFragment> } | null };

export type DraftCellsFragment = { key: string, code: string | null, area: string | null, group: string | null, title: string | null, products: Array<string>, leadsText: string | null, leadMode: LeadMode, coordinatorsText: string | null, scheduleText: string | null, budget: number | null, leads: Array<{ label: string }>, coordinators: Array<{ label: string, unit: { id: string } | null }>, schedule: { kind: ScheduleKind, due: string | null } | null };

export type DraftQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type DraftQuery = { plan: { id: string, owner: { id: string } } | null, draft: { id: string, version: number, title: string | null, number: string | null, adoptedOn: string | null, startYear: number | null, endYear: number | null, areas: Array<{ id: string, name: string, reform: ReformArea, budget: { planned: number | null } }>, rows: { totalCount: number, nodes: Array<DraftCellsFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, issues: Array<{ row: string | null, column: string | null, code: string, severity: Severity, message: string, suggestions: Array<string> }>, preview: { tasks: number, obligations: number, units: number, undated: number, budget: number, statedBudget: number | null } } | null };

export type DraftRowsQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type DraftRowsQuery = { draft: { version: number, rows: { nodes: Array<DraftCellsFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type PlanTextFragment = { version: number, title: string, objectives: Array<{ id: string, area: string | null, text: string, target: number | null, comparison: Comparison | null, unitOfMeasure: string | null, scope: string | null, due: string | null }>, tasks: Array<{ id: string, code: string, group: string | null, title: string, products: Array<string>, approver: string | null, withdrawn: boolean, area: { id: string }, leads: Array<{ label: string }>, coordinators: Array<{ label: string }>, schedule: { kind: ScheduleKind, text: string, due: string | null }, budget: { planned: number | null, spent: number | null } }> };

export type PlanPageQueryVariables = Exact<{
  id: string;
  unit: string;
  filter: ProgressFilter;
  asOf?: string | null | undefined;
  on: string;
  isOfDay: boolean;
}>;


export type PlanPageQuery = { plan: (
    { id: string, number: string | null, adoptedOn: string | null, effectiveOn: string | null, startYear: number, endYear: number, docx: string, xlsx: string, basedOn: Array<string>, owner: { id: string, name: string, ancestors: Array<{ id: string }> }, parent: { id: string, title: string, owner: { id: string } } | null, areas: Array<{ id: string, name: string, reform: ReformArea, budget: { planned: number | null, spent: number | null } }>, versions: Array<{ version: number, effectiveOn: string, summary: Array<string>, at: string, actor: string, document: EvidenceFragment | null }>, duties: Array<{ id: string, kind: ObligationKind, title: string, source: string | null, leads: Array<{ label: string }>, schedule: { text: string, due: string | null } }>, at?: PlanTextFragment | null }
    & PlanTextFragment
  ) | null, unit: { lines: Array<LineFragment> } | null };

export type MayAmendQueryVariables = Exact<{
  owner: string;
}>;


export type MayAmendQuery = { viewer: { rights: Array<Right>, person: { id: string } | null, grants: Array<{ role: Role, reformAreas: Array<ReformArea> | null, unit: { id: string } }> } };

export type LineFragment = { key: string, progress: { total: number, done: number, doneOnTime: number, doneLate: number, overdue: number, withinTerm: number, cancelled: number, percent: number | null } };

export type MoreLinesQueryVariables = Exact<{
  unit: string;
  filter: ProgressFilter;
  asOf?: string | null | undefined;
  after: string;
}>;


export type MoreLinesQuery = { unit: { lines: Array<LineFragment> } | null };

export type HistoryQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type HistoryQuery = { unit: { history: { nodes: Array<{ at: string, actor: string, type: string, summary: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type AuditPageQueryVariables = Exact<{
  unit: string;
}>;


export type AuditPageQuery = { viewer: { rights: Array<Right>, person: { id: string } | null, grants: Array<{ role: Role, reformAreas: Array<ReformArea> | null, unit: { id: string } }> }, unit: { id: string, name: string, ancestors: Array<{ id: string }> } | null };

export type AuditQueryVariables = Exact<{
  under: string;
  actor?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditQuery = { audit: { nodes: Array<{ id: string, at: string, actor: string, obligation: string | null, summary: string, person: { id: string, name: string } | null, onBehalfOf: { id: string, name: string } | null, unit: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ReportProgressMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  percent: number;
  note?: string | null | undefined;
  spent?: number | null | undefined;
  expectedVersion?: number | null | undefined;
  on?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type ReportProgressMutation = { reportProgress: RowFragment };

export type SubmitMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  document?: DocumentInput | null | undefined;
  completedOn?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  asOf?: string | null | undefined;
}>;


export type SubmitMutation = { submit: RowFragment };

export type AcceptMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  note?: string | null | undefined;
  completedOn?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type AcceptMutation = { accept: RowFragment };

export type SendBackMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  note: string;
  asOf?: string | null | undefined;
}>;


export type SendBackMutation = { sendBack: RowFragment };

export type CancelMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  reason: string;
  asOf?: string | null | undefined;
}>;


export type CancelMutation = { cancel: RowFragment };

export type ChangeDueMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  due: string;
  reason: string;
  document?: DocumentInput | null | undefined;
  asOf?: string | null | undefined;
}>;


export type ChangeDueMutation = { changeDue: RowFragment };

export type OutcomeFragment = { refusal: string | null, code: string | null, obligation: RowFragment | null };

export type ReportManyMutationVariables = Exact<{
  requestId: string;
  reports: Array<ReportInput> | ReportInput;
  asOf?: string | null | undefined;
}>;


export type ReportManyMutation = { reportMany: Array<OutcomeFragment> };

export type AcceptManyMutationVariables = Exact<{
  requestId: string;
  obligations: Array<string> | string;
  note?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type AcceptManyMutation = { acceptMany: Array<OutcomeFragment> };

export type AmendPlanMutationVariables = Exact<{
  requestId: string;
  plan: string;
  input: AmendPlanInput;
  expectedVersion?: number | null | undefined;
}>;


export type AmendPlanMutation = { amendPlan: { id: string, version: number } };

export type WithdrawMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  reason?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type WithdrawMutation = { withdraw: RowFragment };

export type ReopenMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  reason: string;
  asOf?: string | null | undefined;
}>;


export type ReopenMutation = { reopen: RowFragment };

export type RestoreMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  reason: string;
  asOf?: string | null | undefined;
}>;


export type RestoreMutation = { restore: RowFragment };

export type TriggerMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  occurredOn: string;
  due: string;
  asOf?: string | null | undefined;
}>;


export type TriggerMutation = { trigger: RowFragment };

export type RaiseDifficultyMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  text: string;
  asOf?: string | null | undefined;
}>;


export type RaiseDifficultyMutation = { raiseDifficulty: RowFragment };

export type EscalateDifficultyMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  asOf?: string | null | undefined;
}>;


export type EscalateDifficultyMutation = { escalateDifficulty: RowFragment };

export type ResolveDifficultyMutationVariables = Exact<{
  requestId: string;
  obligation: string;
  resolution: string;
  asOf?: string | null | undefined;
}>;


export type ResolveDifficultyMutation = { resolveDifficulty: RowFragment };

export type RegisterPersonMutationVariables = Exact<{
  requestId: string;
  input: RegisterPersonInput;
}>;


export type RegisterPersonMutation = { registerPerson: { id: string, name: string } };

export type GiveGrantMutationVariables = Exact<{
  requestId: string;
  input: GrantInput;
}>;


export type GiveGrantMutation = { grant: { id: string } };

export type EndGrantMutationVariables = Exact<{
  requestId: string;
  grant: string;
  reason?: string | null | undefined;
}>;


export type EndGrantMutation = { endGrant: { id: string } };

export type DelegateMutationVariables = Exact<{
  requestId: string;
  grant: string;
  to: string;
  from: string;
  until: string;
  act?: DocumentInput | null | undefined;
}>;


export type DelegateMutation = { delegate: { id: string } };

export type AppointFocalAgencyMutationVariables = Exact<{
  requestId: string;
  unit: string;
  agency: string;
  reformAreas?: Array<ReformArea> | ReformArea | null | undefined;
  powers: Array<FocalPower> | FocalPower;
  from?: string | null | undefined;
  to?: string | null | undefined;
  act?: DocumentInput | null | undefined;
}>;


export type AppointFocalAgencyMutation = { appointFocalAgency: { from: string } };

export type EndFocalAgencyMutationVariables = Exact<{
  requestId: string;
  unit: string;
  agency: string;
  reason?: string | null | undefined;
}>;


export type EndFocalAgencyMutation = { endFocalAgency: { id: string } };

export type CreateDraftMutationVariables = Exact<{
  requestId: string;
  owner: string;
  input: PlanDraftInput;
}>;


export type CreateDraftMutation = { createDraft: { id: string } };

export type EditDraftMutationVariables = Exact<{
  requestId: string;
  draft: string;
  input: PlanDraftInput;
  expectedVersion?: number | null | undefined;
}>;


export type EditDraftMutation = { editDraft: { id: string, version: number } };

export type DiscardDraftMutationVariables = Exact<{
  requestId: string;
  draft: string;
}>;


export type DiscardDraftMutation = { discardDraft: boolean };

export type AdoptDraftMutationVariables = Exact<{
  requestId: string;
  draft: string;
}>;


export type AdoptDraftMutation = { adoptDraft: { id: string } };

export type LineageQueryVariables = Exact<{
  id: string;
}>;


export type LineageQuery = { unit: { predecessors: Array<{ reorganisation: ReorganisationNameFragment | null }>, successors: Array<{ reorganisation: ReorganisationNameFragment | null }> } | null };

export type ReorganisationNameFragment = { id: string, title: string, status: ReorganisationStatus, effectiveOn: string, act: { number: string, issuedOn: string }, carrier: { id: string, name: string } };

export type ReorganisationsHereQueryVariables = Exact<{
  unit: string;
}>;


export type ReorganisationsHereQuery = { viewer: { rights: Array<Right> }, unit: { id: string, name: string, kind: UnitKind, ancestors: Array<{ id: string }>, children: Array<{ id: string, name: string, kind: UnitKind }> } | null, reorganisations: Array<(
    { steps: { done: number, total: number } }
    & ReorganisationNameFragment
  )> };

export type ReorganisedUnitFragment = { id: string, name: string, kind: UnitKind | null, code: string | null, parent: string | null, parentName: string | null, acts: Array<ReorganisationAct>, extent: Extent, unit: { validFrom: string | null, validTo: string | null, progress: { total: number, done: number, cancelled: number } } | null };

export type ReorganisationPageQueryVariables = Exact<{
  id: string;
}>;


export type ReorganisationPageQuery = { reorganisation: (
    { operatesFrom: string, fault: string | null, undoReason: string | null, act: { title: string | null, uri: string | null }, discarded: { by: string, at: string, reason: string } | null, steps: { done: number, total: number }, rules: Array<{ obligations: Array<string> | null, fromKind: UnitKind | null, reformArea: ReformArea | null, plan: string | null, cancel: string | null, from: { id: string, name: string } | null, heir: { id: string, name: string } | null, steward: { id: string, name: string } | null }>, balance: Array<{ measure: string, before: number, after: number, equal: boolean, expected: boolean }> }
    & ReorganisationNameFragment
  ) | null };

export type ReorganisationLinesQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type ReorganisationLinesQuery = { reorganisation: { lines: { totalCount: number, nodes: Array<{ after: ReorganisedUnitFragment | null, before: Array<ReorganisedUnitFragment> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ReorganisationPreviewQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type ReorganisationPreviewQuery = { reorganisation: { preview: { established: number, renamed: number, moved: number, closed: number, obligationsMoved: number, obligationsStaying: number, obligationsCancelled: number, plansTakenOver: number, grantsEnded: number, conflicts: Array<{ code: string, message: string, unit: { id: string, name: string } | null }>, unassigned: { totalCount: number, nodes: Array<{ id: string, title: string, due: string | null, unit: { id: string, name: string, path: string }, task: { code: string, area: { reform: ReformArea } } | null, plan: { id: string, number: string | null, title: string } | null }> } } } | null };

export type UndoBlockedQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type UndoBlockedQuery = { reorganisation: { undoBlockedBy: Array<{ id: string, title: string, updatedAt: string, status: ObligationStatus, unit: { id: string, name: string, path: string } }> } | null };

export type ReorganisationChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type ReorganisationChangedSubscription = { reorganisationChanged: { id: string, status: ReorganisationStatus, fault: string | null, steps: { done: number, total: number } } };

export type DraftReorganisationMutationVariables = Exact<{
  requestId: string;
  input: ReorganisationInput;
}>;


export type DraftReorganisationMutation = { draftReorganisation: { id: string } };

export type AssignObligationsMutationVariables = Exact<{
  requestId: string;
  reorganisation: string;
  rules: Array<AssignmentRuleInput> | AssignmentRuleInput;
}>;


export type AssignObligationsMutation = { assignObligations: { id: string } };

export type AdoptReorganisationMutationVariables = Exact<{
  requestId: string;
  reorganisation: string;
}>;


export type AdoptReorganisationMutation = { adoptReorganisation: { id: string, status: ReorganisationStatus } };

export type DiscardReorganisationMutationVariables = Exact<{
  requestId: string;
  reorganisation: string;
  reason: string;
}>;


export type DiscardReorganisationMutation = { discardReorganisation: { id: string, status: ReorganisationStatus } };

export type UndoReorganisationMutationVariables = Exact<{
  requestId: string;
  reorganisation: string;
  reason: string;
}>;


export type UndoReorganisationMutation = { undoReorganisation: { id: string, status: ReorganisationStatus } };

export type ShareFragment = { numerator: number, denominator: number, percent: number | null };

export type RegimesHereQueryVariables = Exact<{
  unit: string;
  tree?: TreeView | null | undefined;
}>;


export type RegimesHereQuery = { regimes: Array<{ id: string, title: string, startYear: number, endYear: number, owner: { id: string, name: string }, collector: { id: string, name: string } | null, act: EvidenceFragment | null }>, unit: { id: string, name: string, kind: UnitKind } | null };

export type PeriodsQueryVariables = Exact<{
  regime: string;
  year: number;
  unit: string;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type PeriodsQuery = { regime: { id: string, periods: Array<{ key: string, label: string, from: string, to: string, serves: Array<string>, completeness: ShareFragment, timeliness: ShareFragment }> } | null };

export type OwedReportFragment = { id: string, status: ObligationStatus, due: string | null, completedOn: string | null, unit: { id: string, name: string, path: string, kind: UnitKind, validTo: string | null } };

export type OwedReportsQueryVariables = Exact<{
  under: string;
  period: string;
  first: number;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type OwedReportsQuery = { obligations: { totalCount: number, nodes: Array<OwedReportFragment>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CollectingFragment = { powers: Array<FocalPower>, agency: { id: string, ancestors: Array<{ id: string }> } };

export type ReportPlaceQueryVariables = Exact<{
  unit: string;
  regime: string;
  year: number;
  yearBefore: number;
  period: string;
}>;


export type ReportPlaceQuery = { viewer: { person: { id: string } | null, grants: Array<{ role: Role, unit: { id: string } }> }, unit: { id: string, name: string, obligations: { nodes: Array<{ id: string, due: string | null, status: ObligationStatus, completedOn: string | null }> }, focalAgencies: Array<CollectingFragment>, ancestors: Array<{ id: string, focalAgencies: Array<CollectingFragment> }> } | null, regime: { id: string, title: string, owner: { id: string, name: string }, collector: { id: string, name: string, ancestors: Array<{ id: string }> } | null, act: EvidenceFragment | null, periods: Array<{ key: string, label: string, from: string, to: string, serves: Array<string>, rights: Array<Right> }>, before: Array<{ key: string, from: string, to: string }> } | null };

export type SignedFragment = { signer: string, capacity: string, signedOn: string, at: string, sha256: string, person: { id: string, name: string } | null, document: EvidenceFragment };

export type ReportTextFragment = { id: string, revision: number, version: number, status: ReportStatus, note: string | null, stale: boolean, docx: string, xlsx: string, json: string, period: { key: string, label: string, from: string, to: string }, narrative: Array<{ key: string, title: string, text: string }>, rows: Array<{ code: string, section: string | null, label: string, unitOfMeasure: string | null, source: RowSource, required: boolean, nothingOccurred: boolean, reason: string | null, live: ShareFragment | null, entered: ShareFragment | null, value: ShareFragment | null }>, obligations: Array<{ id: string, status: ObligationStatus, due: string | null, completedOn: string | null, period: { key: string, label: string } | null }>, signature: SignedFragment | null, includes: Array<{ id: string, revision: number, period: { key: string }, unit: { id: string, name: string } }>, missing: Array<{ id: string, name: string }>, revisions: Array<{ id: string, revision: number, status: ReportStatus, note: string | null, signature: { signedOn: string, signer: string, document: { number: string, issuedOn: string } } | null }> };

export type PeriodReportQueryVariables = Exact<{
  unit: string;
  period: string;
}>;


export type PeriodReportQuery = { reportOf: ReportTextFragment | null };

export type EarlierReportQueryVariables = Exact<{
  id: string;
}>;


export type EarlierReportQuery = { report: ReportTextFragment | null };

export type FiguresOfFragment = { status: ReportStatus, period: { key: string, label: string }, rows: Array<{ code: string, value: ShareFragment | null }> };

export type FiguresBeforeQueryVariables = Exact<{
  unit: string;
  last: string;
  second: string;
  third: string;
}>;


export type FiguresBeforeQuery = { last: FiguresOfFragment | null, second: FiguresOfFragment | null, third: FiguresOfFragment | null };

export type CountedListQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type CountedListQuery = { report: { rows: Array<{ code: string, list: { totalCount: number, nodes: Array<{ id: string, title: string, due: string | null, status: ObligationStatus, unit: { name: string, path: string, validTo: string | null } }> } | null }> } | null };

export type ReportChangedSubscriptionVariables = Exact<{
  under: string;
}>;


export type ReportChangedSubscription = { reportChanged: { id: string, version: number } };

export type OpenReportMutationVariables = Exact<{
  requestId: string;
  unit: string;
  period: string;
}>;


export type OpenReportMutation = { openReport: { id: string } };

export type WriteReportMutationVariables = Exact<{
  requestId: string;
  report: string;
  sections?: Array<SectionInput> | SectionInput | null | undefined;
  rows?: Array<RowInput> | RowInput | null | undefined;
  expectedVersion?: number | null | undefined;
}>;


export type WriteReportMutation = { writeReport: { id: string, version: number } };

export type SignReportMutationVariables = Exact<{
  requestId: string;
  report: string;
  signer: string;
  capacity: string;
  document: DocumentInput;
  expectedRevision?: number | null | undefined;
}>;


export type SignReportMutation = { signReport: { id: string, status: ReportStatus } };

export type ReceiveReportMutationVariables = Exact<{
  requestId: string;
  report: string;
  note?: string | null | undefined;
}>;


export type ReceiveReportMutation = { receiveReport: { id: string, status: ReportStatus } };

export type ReturnReportMutationVariables = Exact<{
  requestId: string;
  report: string;
  note: string;
}>;


export type ReturnReportMutation = { returnReport: { id: string, status: ReportStatus } };

export type ReopenReportMutationVariables = Exact<{
  requestId: string;
  report: string;
  reason: string;
}>;


export type ReopenReportMutation = { reopenReport: { id: string, status: ReportStatus } };

export type TargetValueFragment = (
  { expected: number, verified: number, status: TargetStatus, target: { comparison: Comparison, value: number, unitKind: UnitKind | null } | null }
  & YearOfTargetFragment
);

export type YearOfTargetFragment = { year: number, given: number, rate: ShareFragment };

export type TargetTextFragment = { id: string, text: string, method: IndicatorMethod, system: SystemMeasure | null, numeratorLabel: string, denominatorLabel: string | null };

export type TargetOfFragment = { owner: { id: string, name: string }, plan: { id: string, number: string | null, title: string, startYear: number, endYear: number } | null };

export type TargetRowFragment = (
  { value: TargetValueFragment, series: Array<YearOfTargetFragment> }
  & TargetTextFragment
);

export type GivenFragment = { numerator: number, denominator: number, note: string | null, verified: boolean, document: EvidenceFragment | null, by: { id: string, name: string } | null };

export type TargetsHereQueryVariables = Exact<{
  unit: string;
  year: number;
  fromYear: number;
  toYear: number;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type TargetsHereQuery = { unit: { indicators: Array<(
      TargetRowFragment
      & TargetOfFragment
    )> } | null };

export type TargetsOfPlanQueryVariables = Exact<{
  plan: string;
  unit: string;
  year: number;
  fromYear: number;
  toYear: number;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type TargetsOfPlanQuery = { plan: { objectives: Array<{ id: string, indicator: TargetRowFragment | null }> } | null };

export type TargetChangedSubscriptionVariables = Exact<{
  unit: string;
  year: number;
  fromYear: number;
  toYear: number;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type TargetChangedSubscription = { indicatorChanged: TargetRowFragment };

export type TargetPageQueryVariables = Exact<{
  id: string;
  unit: string;
  year: number;
  period?: string | null | undefined;
  unitKind?: UnitKind | null | undefined;
  fromYear: number;
  toYear: number;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type TargetPageQuery = { viewer: { person: { id: string } | null }, unit: { id: string, name: string, kind: UnitKind, children: Array<{ id: string }> } | null, indicator: (
    { asks: boolean, rights: Array<Right>, reporters: Array<{ label: string, unitClass: UnitKind | null }>, targets: Array<{ comparison: Comparison, value: number, unitKind: UnitKind | null, year: number | null }>, given: GivenFragment | null, value: TargetValueFragment, series: Array<YearOfTargetFragment>, byChild: Array<{ unit: { id: string, name: string, kind: UnitKind }, value: TargetValueFragment }> }
    & TargetTextFragment
    & TargetOfFragment
  ) | null };

export type TargetPeriodsQueryVariables = Exact<{
  owner: string;
  year: number;
}>;


export type TargetPeriodsQuery = { regimes: Array<{ title: string, periods: Array<{ key: string, label: string }> }> };

export type NotGivenQueryVariables = Exact<{
  id: string;
  unit: string;
  year: number;
  period?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type NotGivenQuery = { indicator: { notGiven: { totalCount: number, nodes: Array<{ id: string, name: string, path: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type OwnTargetsQueryVariables = Exact<{
  unit: string;
  year: number;
}>;


export type OwnTargetsQuery = { unit: { indicators: Array<{ id: string, text: string, asks: boolean, given: { verified: boolean } | null }> } | null };

export type ReportIndicatorMutationVariables = Exact<{
  requestId: string;
  indicator: string;
  unit: string;
  year: number;
  period?: string | null | undefined;
  numerator: number;
  denominator?: number | null | undefined;
  note?: string | null | undefined;
  document?: DocumentInput | null | undefined;
}>;


export type ReportIndicatorMutation = { reportIndicator: { given: number } };

export type VerifyIndicatorMutationVariables = Exact<{
  requestId: string;
  indicator: string;
  unit: string;
  year: number;
  period?: string | null | undefined;
  note?: string | null | undefined;
}>;


export type VerifyIndicatorMutation = { verifyIndicator: { verified: number } };

export type FindingRowFragment = { id: string, title: string, status: ObligationStatus, due: string | null, timeliness: Timeliness, unit: { id: string, name: string, path: string } };

export type InspectionsHereQueryVariables = Exact<{
  unit: string;
  year: number;
  asOf?: string | null | undefined;
  tree?: TreeView | null | undefined;
}>;


export type InspectionsHereQuery = { viewer: { rights: Array<Right>, person: { id: string } | null, grants: Array<{ role: Role, reformAreas: Array<ReformArea> | null, unit: { id: string } }> }, unit: { id: string, name: string, kind: UnitKind, ancestors: Array<{ id: string, name: string }>, inspections: Array<{ id: string, on: string, inspector: { id: string, name: string }, unit: { id: string, name: string, kind: UnitKind, path: string }, act: EvidenceFragment | null, findings: Array<FindingRowFragment> }>, indicators: Array<{ id: string, system: SystemMeasure | null, text: string, reporters: Array<{ unitClass: UnitKind | null }>, targets: Array<{ unitKind: UnitKind | null, year: number | null }>, value: { status: TargetStatus, rate: ShareFragment, target: { comparison: Comparison, value: number } | null } }>, PROVINCE: ShareFragment, DEPARTMENT: ShareFragment, CENTRAL_AGENCY: ShareFragment, DISTRICT: ShareFragment, OFFICE: ShareFragment, COMMUNE: ShareFragment, BODY: ShareFragment } | null };

export type NotInspectedQueryVariables = Exact<{
  unit: string;
  year: number;
  kind: UnitKind;
  first: number;
}>;


export type NotInspectedQuery = { unit: { notInspected: { totalCount: number, nodes: Array<{ id: string, name: string, path: string }>, pageInfo: { hasNextPage: boolean } } } | null };

export type QuotaOfClassQueryVariables = Exact<{
  indicator: string;
  unit: string;
  year: number;
  kind: UnitKind;
}>;


export type QuotaOfClassQuery = { indicator: { value: { status: TargetStatus, target: { comparison: Comparison, value: number } | null } } | null };

export type RecordInspectionMutationVariables = Exact<{
  requestId: string;
  input: InspectionInput;
}>;


export type RecordInspectionMutation = { recordInspection: { id: string } };

export const FiguresFragmentDoc = gql`
    fragment Figures on Progress {
  total
  waiting
  done
  cancelled
  overdue
  doneOnTime
  doneLate
  withinTerm
  completionRate
  percent
  unitPercent
  units
  unitsSilent
  budget {
    planned
    spent
  }
  version
}
    ` as unknown as DocumentNode<FiguresFragment, unknown>;
export const NumbersFragmentDoc = gql`
    fragment Numbers on Unit {
  id
  progress(filter: $filter, asOf: $asOf, tree: $tree) {
    ...Figures
    due7: dueWithin(days: 7)
    due30: dueWithin(days: 30)
    due90: dueWithin(days: 90)
  }
  areas: breakdown(by: REFORM_AREA, filter: $filter, asOf: $asOf, tree: $tree) {
    key
    progress {
      ...Figures
    }
  }
  parts: breakdown(by: CHILD, filter: $filter, asOf: $asOf, tree: $tree) {
    key
    label
    progress {
      ...Figures
    }
  }
}
    ` as unknown as DocumentNode<NumbersFragment, unknown>;
export const WhichFragmentDoc = gql`
    fragment Which on Unit {
  id
  name
  kind
  validFrom
  validTo
  ancestors(on: $on) {
    id
    name
  }
}
    ` as unknown as DocumentNode<WhichFragment, unknown>;
export const LateFragmentDoc = gql`
    fragment Late on Progress {
  overdue
}
    ` as unknown as DocumentNode<LateFragment, unknown>;
export const CellFragmentDoc = gql`
    fragment Cell on Slice {
  key
  progress {
    total
    done
    doneOnTime
    doneLate
    overdue
    withinTerm
    completionRate
    percent
  }
}
    ` as unknown as DocumentNode<CellFragment, unknown>;
export const EvidenceFragmentDoc = gql`
    fragment Evidence on Document {
  number
  issuedOn
  title
  uri
  files {
    id
    name
    bytes
    url
  }
}
    ` as unknown as DocumentNode<EvidenceFragment, unknown>;
export const MovingFragmentDoc = gql`
    fragment Moving on Obligation {
  id
  status
  percent
  due
  completedOn
  claimedOn
  handedInAt
  timeliness(asOf: $asOf)
  note
  document {
    ...Evidence
  }
  difficulty {
    text
    raisedAt
    raisedTo {
      id
      name
    }
    resolvedAt
    resolution
  }
  budget {
    planned
    spent
  }
  updatedAt
  version
}
    ` as unknown as DocumentNode<MovingFragment, unknown>;
export const RowFragmentDoc = gql`
    fragment Row on Obligation {
  ...Moving
  kind
  title
  weight
  unit {
    id
    name
    path
    validTo
  }
  task {
    id
    code
  }
  plan {
    id
    number
    title
  }
}
    ` as unknown as DocumentNode<RowFragment, unknown>;
export const InFileFragmentDoc = gql`
    fragment InFile on Obligation {
  ...Row
  originalDue
  task {
    group
    products
    area {
      name
      reform
    }
    leads {
      label
    }
    coordinators {
      label
    }
    schedule {
      text
    }
  }
  duty {
    source
    schedule {
      text
    }
  }
}
    ` as unknown as DocumentNode<InFileFragment, unknown>;
export const OwedFragmentDoc = gql`
    fragment Owed on Obligation {
  ...Row
  actions
  history(first: 6) {
    nodes {
      type
      at
    }
  }
}
    ` as unknown as DocumentNode<OwedFragment, unknown>;
export const GrantRowFragmentDoc = gql`
    fragment GrantRow on Grant {
  id
  role
  reformAreas
  from
  to
  person {
    id
    name
  }
  unit {
    id
    name
  }
  act {
    number
    issuedOn
    title
    uri
  }
  delegatedBy {
    id
    name
  }
}
    ` as unknown as DocumentNode<GrantRowFragment, unknown>;
export const FocalRowFragmentDoc = gql`
    fragment FocalRow on FocalAgency {
  unit {
    id
    name
  }
  agency {
    id
    name
  }
  reformAreas
  powers
  from
  to
  act {
    number
    issuedOn
    title
    uri
  }
}
    ` as unknown as DocumentNode<FocalRowFragment, unknown>;
export const PlanNameFragmentDoc = gql`
    fragment PlanName on Plan {
  id
  number
  title
  startYear
  endYear
  owner {
    id
    name
  }
}
    ` as unknown as DocumentNode<PlanNameFragment, unknown>;
export const DraftNameFragmentDoc = gql`
    fragment DraftName on PlanDraft {
  id
  title
  number
  version
  rows(first: 1) {
    totalCount
  }
  issues {
    severity
  }
}
    ` as unknown as DocumentNode<DraftNameFragment, unknown>;
export const DraftCellsFragmentDoc = gql`
    fragment DraftCells on DraftRow {
  key
  code
  area
  group
  title
  products
  leadsText
  leads {
    label
  }
  leadMode
  coordinatorsText
  coordinators {
    label
    unit {
      id
    }
  }
  scheduleText
  schedule {
    kind
    due
  }
  budget
}
    ` as unknown as DocumentNode<DraftCellsFragment, unknown>;
export const PlanTextFragmentDoc = gql`
    fragment PlanText on Plan {
  version
  title
  objectives {
    id
    area
    text
    target
    comparison
    unitOfMeasure
    scope
    due
  }
  tasks {
    id
    code
    group
    title
    products
    approver
    withdrawn
    area {
      id
    }
    leads {
      label
    }
    coordinators {
      label
    }
    schedule {
      kind
      text
      due
    }
    budget {
      planned
      spent
    }
  }
}
    ` as unknown as DocumentNode<PlanTextFragment, unknown>;
export const LineFragmentDoc = gql`
    fragment Line on Slice {
  key
  progress {
    total
    done
    doneOnTime
    doneLate
    overdue
    withinTerm
    cancelled
    percent
  }
}
    ` as unknown as DocumentNode<LineFragment, unknown>;
export const OutcomeFragmentDoc = gql`
    fragment Outcome on Outcome {
  obligation {
    ...Row
  }
  refusal
  code
}
    ` as unknown as DocumentNode<OutcomeFragment, unknown>;
export const ReorganisationNameFragmentDoc = gql`
    fragment ReorganisationName on Reorganisation {
  id
  title
  status
  effectiveOn
  act {
    number
    issuedOn
  }
  carrier {
    id
    name
  }
}
    ` as unknown as DocumentNode<ReorganisationNameFragment, unknown>;
export const ReorganisedUnitFragmentDoc = gql`
    fragment ReorganisedUnit on ReorganisedUnit {
  id
  name
  kind
  code
  parent
  parentName
  acts
  extent
  unit {
    validFrom
    validTo
    progress(filter: {kind: null, scope: ALL}) {
      total
      done
      cancelled
    }
  }
}
    ` as unknown as DocumentNode<ReorganisedUnitFragment, unknown>;
export const OwedReportFragmentDoc = gql`
    fragment OwedReport on Obligation {
  id
  status
  due
  completedOn
  unit {
    id
    name
    path
    kind
    validTo
  }
}
    ` as unknown as DocumentNode<OwedReportFragment, unknown>;
export const CollectingFragmentDoc = gql`
    fragment Collecting on FocalAgency {
  agency {
    id
    ancestors {
      id
    }
  }
  powers
}
    ` as unknown as DocumentNode<CollectingFragment, unknown>;
export const ShareFragmentDoc = gql`
    fragment Share on Rate {
  numerator
  denominator
  percent
}
    ` as unknown as DocumentNode<ShareFragment, unknown>;
export const SignedFragmentDoc = gql`
    fragment Signed on Signature {
  person {
    id
    name
  }
  signer
  capacity
  document {
    ...Evidence
  }
  signedOn
  at
  sha256
}
    ` as unknown as DocumentNode<SignedFragment, unknown>;
export const ReportTextFragmentDoc = gql`
    fragment ReportText on Report {
  id
  revision
  version
  status
  note
  stale
  docx
  xlsx
  json
  period {
    key
    label
    from
    to
  }
  narrative {
    key
    title
    text
  }
  rows {
    code
    section
    label
    unitOfMeasure
    source
    required
    nothingOccurred
    reason
    live {
      ...Share
    }
    entered {
      ...Share
    }
    value {
      ...Share
    }
  }
  obligations {
    id
    status
    due
    completedOn
    period {
      key
      label
    }
  }
  signature {
    ...Signed
  }
  includes {
    id
    revision
    period {
      key
    }
    unit {
      id
      name
    }
  }
  missing {
    id
    name
  }
  revisions {
    id
    revision
    status
    note
    signature {
      signedOn
      signer
      document {
        number
        issuedOn
      }
    }
  }
}
    ` as unknown as DocumentNode<ReportTextFragment, unknown>;
export const FiguresOfFragmentDoc = gql`
    fragment FiguresOf on Report {
  status
  period {
    key
    label
  }
  rows {
    code
    value {
      ...Share
    }
  }
}
    ` as unknown as DocumentNode<FiguresOfFragment, unknown>;
export const TargetOfFragmentDoc = gql`
    fragment TargetOf on Indicator {
  owner {
    id
    name
  }
  plan {
    id
    number
    title
    startYear
    endYear
  }
}
    ` as unknown as DocumentNode<TargetOfFragment, unknown>;
export const TargetTextFragmentDoc = gql`
    fragment TargetText on Indicator {
  id
  text
  method
  system
  numeratorLabel
  denominatorLabel
}
    ` as unknown as DocumentNode<TargetTextFragment, unknown>;
export const YearOfTargetFragmentDoc = gql`
    fragment YearOfTarget on IndicatorValue {
  year
  rate {
    ...Share
  }
  given
}
    ` as unknown as DocumentNode<YearOfTargetFragment, unknown>;
export const TargetValueFragmentDoc = gql`
    fragment TargetValue on IndicatorValue {
  ...YearOfTarget
  expected
  verified
  target {
    comparison
    value
    unitKind
  }
  status
}
    ` as unknown as DocumentNode<TargetValueFragment, unknown>;
export const TargetRowFragmentDoc = gql`
    fragment TargetRow on Indicator {
  ...TargetText
  value(unit: $unit, year: $year, asOf: $asOf, tree: $tree) {
    ...TargetValue
  }
  series(
    unit: $unit
    fromYear: $fromYear
    toYear: $toYear
    asOf: $asOf
    tree: $tree
  ) {
    ...YearOfTarget
  }
}
    ` as unknown as DocumentNode<TargetRowFragment, unknown>;
export const GivenFragmentDoc = gql`
    fragment Given on GivenValue {
  numerator
  denominator
  note
  document {
    ...Evidence
  }
  by {
    id
    name
  }
  verified
}
    ` as unknown as DocumentNode<GivenFragment, unknown>;
export const FindingRowFragmentDoc = gql`
    fragment FindingRow on Obligation {
  id
  title
  status
  due
  timeliness
  unit {
    id
    name
    path
  }
}
    ` as unknown as DocumentNode<FindingRowFragment, unknown>;
export const ViewerDocument = gql`
    query Viewer {
  viewer {
    person {
      id
      name
    }
  }
}
    ` as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const UnitPageDocument = gql`
    query UnitPage($id: ID!, $filter: ProgressFilter, $asOf: Date, $tree: TreeView, $on: Date, $isRestated: Boolean!) {
  unit(id: $id) {
    name
    kind
    code
    path
    validFrom
    validTo
    names {
      name
      kind
      code
      from
      to
    }
    predecessors {
      unit {
        id
        name
        validTo
      }
      extent
      on
    }
    successors {
      unit {
        id
        name
        validTo
      }
      extent
      on
    }
    ancestors(on: $on) {
      id
      name
      kind
      validTo
    }
    children(on: $on) {
      id
      name
      kind
    }
    unassigned(filter: $filter) @include(if: $isRestated) {
      total
    }
    ...Numbers
  }
  onDay: unit(id: $id, on: $on) {
    name
    kind
    code
  }
}
    ${NumbersFragmentDoc}
${FiguresFragmentDoc}` as unknown as DocumentNode<UnitPageQuery, UnitPageQueryVariables>;
export const EndedDocument = gql`
    query Ended($ids: [ID!]!) {
  units(ids: $ids) {
    id
    validFrom
    validTo
  }
}
    ` as unknown as DocumentNode<EndedQuery, EndedQueryVariables>;
export const PartsMoreDocument = gql`
    query PartsMore($id: ID!, $filter: ProgressFilter, $asOf: Date, $tree: TreeView, $after: ID!) {
  unit(id: $id) {
    parts: breakdown(
      by: CHILD
      filter: $filter
      asOf: $asOf
      tree: $tree
      after: $after
    ) {
      key
      label
      progress {
        ...Figures
      }
    }
  }
}
    ${FiguresFragmentDoc}` as unknown as DocumentNode<PartsMoreQuery, PartsMoreQueryVariables>;
export const NumbersChangedDocument = gql`
    subscription NumbersChanged($id: ID!, $filter: ProgressFilter, $asOf: Date, $tree: TreeView) {
  progressChanged(unit: $id) {
    ...Numbers
  }
}
    ${NumbersFragmentDoc}
${FiguresFragmentDoc}` as unknown as DocumentNode<NumbersChangedSubscription, NumbersChangedSubscriptionVariables>;
export const InstallationDocument = gql`
    query Installation {
  installation {
    name
  }
}
    ` as unknown as DocumentNode<InstallationQuery, InstallationQueryVariables>;
export const RootsDocument = gql`
    query Roots {
  viewer {
    person {
      id
    }
    units {
      id
    }
    grants {
      role
      unit {
        id
      }
    }
  }
  root {
    id
    name
  }
}
    ` as unknown as DocumentNode<RootsQuery, RootsQueryVariables>;
export const SearchDocument = gql`
    query Search($text: String!, $first: Int!, $on: Date, $under: ID, $isCode: Boolean = false) {
  searchUnits(text: $text, first: $first, on: $on, under: $under) {
    ...Which
  }
  unitsByCode(code: $text, on: $on) @include(if: $isCode) {
    ...Which
  }
}
    ${WhichFragmentDoc}` as unknown as DocumentNode<SearchQuery, SearchQueryVariables>;
export const SearchPlansDocument = gql`
    query SearchPlans($text: String!) {
  root {
    relatedPlans(text: $text, first: 5) {
      ...PlanName
    }
  }
}
    ${PlanNameFragmentDoc}` as unknown as DocumentNode<SearchPlansQuery, SearchPlansQueryVariables>;
export const TrendDocument = gql`
    query Trend($id: ID!, $from: Date!, $to: Date!, $filter: ProgressFilter, $tree: TreeView) {
  unit(id: $id) {
    trend(from: $from, to: $to, step: MONTH, filter: $filter, tree: $tree) {
      on
      progress {
        total
        done
        overdue
        percent
      }
    }
  }
}
    ` as unknown as DocumentNode<TrendQuery, TrendQueryVariables>;
export const DueCurveDocument = gql`
    query DueCurve($id: ID!, $filter: ProgressFilter, $tree: TreeView, $d0: Date!, $d1: Date!, $d2: Date!, $d3: Date!, $d4: Date!, $d5: Date!, $d6: Date!, $d7: Date!, $d8: Date!, $d9: Date!, $d10: Date!, $d11: Date!, $d12: Date!) {
  unit(id: $id) {
    d0: progress(filter: $filter, asOf: $d0, tree: $tree) {
      ...Late
    }
    d1: progress(filter: $filter, asOf: $d1, tree: $tree) {
      ...Late
    }
    d2: progress(filter: $filter, asOf: $d2, tree: $tree) {
      ...Late
    }
    d3: progress(filter: $filter, asOf: $d3, tree: $tree) {
      ...Late
    }
    d4: progress(filter: $filter, asOf: $d4, tree: $tree) {
      ...Late
    }
    d5: progress(filter: $filter, asOf: $d5, tree: $tree) {
      ...Late
    }
    d6: progress(filter: $filter, asOf: $d6, tree: $tree) {
      ...Late
    }
    d7: progress(filter: $filter, asOf: $d7, tree: $tree) {
      ...Late
    }
    d8: progress(filter: $filter, asOf: $d8, tree: $tree) {
      ...Late
    }
    d9: progress(filter: $filter, asOf: $d9, tree: $tree) {
      ...Late
    }
    d10: progress(filter: $filter, asOf: $d10, tree: $tree) {
      ...Late
    }
    d11: progress(filter: $filter, asOf: $d11, tree: $tree) {
      ...Late
    }
    d12: progress(filter: $filter, asOf: $d12, tree: $tree) {
      ...Late
    }
  }
}
    ${LateFragmentDoc}` as unknown as DocumentNode<DueCurveQuery, DueCurveQueryVariables>;
export const HeatMapDocument = gql`
    query HeatMap($id: ID!, $asOf: Date, $tree: TreeView, $institutions: ProgressFilter!, $procedures: ProgressFilter!, $apparatus: ProgressFilter!, $civilService: ProgressFilter!, $publicFinance: ProgressFilter!, $modernisation: ProgressFilter!, $steering: ProgressFilter!, $other: ProgressFilter!) {
  unit(id: $id) {
    INSTITUTIONS: breakdown(
      by: CHILD
      asOf: $asOf
      tree: $tree
      filter: $institutions
    ) {
      ...Cell
    }
    PROCEDURES: breakdown(by: CHILD, asOf: $asOf, tree: $tree, filter: $procedures) {
      ...Cell
    }
    APPARATUS: breakdown(by: CHILD, asOf: $asOf, tree: $tree, filter: $apparatus) {
      ...Cell
    }
    CIVIL_SERVICE: breakdown(
      by: CHILD
      asOf: $asOf
      tree: $tree
      filter: $civilService
    ) {
      ...Cell
    }
    PUBLIC_FINANCE: breakdown(
      by: CHILD
      asOf: $asOf
      tree: $tree
      filter: $publicFinance
    ) {
      ...Cell
    }
    MODERNISATION: breakdown(
      by: CHILD
      asOf: $asOf
      tree: $tree
      filter: $modernisation
    ) {
      ...Cell
    }
    STEERING: breakdown(by: CHILD, asOf: $asOf, tree: $tree, filter: $steering) {
      ...Cell
    }
    OTHER: breakdown(by: CHILD, asOf: $asOf, tree: $tree, filter: $other) {
      ...Cell
    }
  }
}
    ${CellFragmentDoc}` as unknown as DocumentNode<HeatMapQuery, HeatMapQueryVariables>;
export const HeatMapMoreDocument = gql`
    query HeatMapMore($id: ID!, $asOf: Date, $tree: TreeView, $filter: ProgressFilter!, $after: ID!) {
  unit(id: $id) {
    cells: breakdown(
      by: CHILD
      asOf: $asOf
      tree: $tree
      filter: $filter
      after: $after
    ) {
      ...Cell
    }
  }
}
    ${CellFragmentDoc}` as unknown as DocumentNode<HeatMapMoreQuery, HeatMapMoreQueryVariables>;
export const FileBelowDocument = gql`
    query FileBelow($under: ID!, $filter: ObligationFilter, $first: Int, $after: String, $asOf: Date, $isFirst: Boolean!) {
  obligations(
    under: $under
    filter: $filter
    orderBy: DUE_ASC
    first: $first
    after: $after
  ) {
    totalCount @include(if: $isFirst)
    nodes {
      ...InFile
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    ${InFileFragmentDoc}
${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<FileBelowQuery, FileBelowQueryVariables>;
export const FileOwnDocument = gql`
    query FileOwn($under: ID!, $filter: ObligationFilter, $first: Int, $after: String, $asOf: Date, $isFirst: Boolean!) {
  unit(id: $under) {
    obligations(filter: $filter, orderBy: DUE_ASC, first: $first, after: $after) {
      totalCount @include(if: $isFirst)
      nodes {
        ...InFile
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    ${InFileFragmentDoc}
${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<FileOwnQuery, FileOwnQueryVariables>;
export const ObligationsBelowDocument = gql`
    query ObligationsBelow($under: ID!, $filter: ObligationFilter, $orderBy: ObligationOrder, $first: Int, $after: String, $asOf: Date, $withTotals: Boolean!) {
  obligations(
    under: $under
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
  ) {
    totalCount @include(if: $withTotals)
    totals @include(if: $withTotals) {
      units
      percent
      budget {
        planned
        spent
      }
    }
    nodes {
      ...Row
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ObligationsBelowQuery, ObligationsBelowQueryVariables>;
export const ObligationsOwnDocument = gql`
    query ObligationsOwn($under: ID!, $filter: ObligationFilter, $orderBy: ObligationOrder, $first: Int, $after: String, $asOf: Date, $withTotals: Boolean!) {
  unit(id: $under) {
    obligations(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      totalCount @include(if: $withTotals)
      totals @include(if: $withTotals) {
        units
        percent
        budget {
          planned
          spent
        }
      }
      nodes {
        ...Row
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ObligationsOwnQuery, ObligationsOwnQueryVariables>;
export const ObligationChangedDocument = gql`
    subscription ObligationChanged($under: ID!, $asOf: Date) {
  obligationChanged(under: $under) {
    ...Moving
  }
}
    ${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ObligationChangedSubscription, ObligationChangedSubscriptionVariables>;
export const ObligationPageDocument = gql`
    query ObligationPage($id: ID!, $asOf: Date) {
  obligation(id: $id) {
    ...Row
    originalDue
    actions
    handedInBy {
      id
    }
    dueChanges {
      from
      to
      reason
      document {
        ...Evidence
      }
      at
      actor
    }
    unit {
      ancestors {
        id
        name
      }
    }
    task {
      group
      products
      approver
      budget {
        planned
      }
      area {
        name
        reform
      }
      leads {
        label
      }
      coordinators {
        label
      }
      schedule {
        text
        due
      }
    }
    duty {
      title
      source
      schedule {
        text
        due
      }
    }
    period {
      key
      label
      from
      to
      regime {
        id
        title
      }
    }
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ObligationPageQuery, ObligationPageQueryVariables>;
export const MyWorkDocument = gql`
    query MyWork($id: ID!, $filter: ObligationFilter!, $first: Int!, $after: String, $asOf: Date) {
  unit(id: $id) {
    obligations(filter: $filter, first: $first, after: $after) {
      totalCount
      nodes {
        ...Owed
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    ${OwedFragmentDoc}
${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<MyWorkQuery, MyWorkQueryVariables>;
export const ToAcceptDocument = gql`
    query ToAccept($under: ID!, $filter: ObligationFilter!, $first: Int!, $after: String, $asOf: Date) {
  obligations(under: $under, filter: $filter, first: $first, after: $after) {
    totalCount
    nodes {
      ...Row
      actions
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ToAcceptQuery, ToAcceptQueryVariables>;
export const RightsHereDocument = gql`
    query RightsHere($unit: ID!) {
  viewer {
    person {
      id
    }
    rights(unit: $unit)
    grants {
      id
      role
      unit {
        id
      }
    }
  }
}
    ` as unknown as DocumentNode<RightsHereQuery, RightsHereQueryVariables>;
export const PeoplePageDocument = gql`
    query PeoplePage($id: ID!) {
  viewer {
    person {
      id
    }
    rights(unit: $id)
    grants {
      ...GrantRow
    }
  }
  unit(id: $id) {
    id
    name
    grants {
      ...GrantRow
    }
    focalAgencies {
      ...FocalRow
    }
    ancestors {
      id
      name
      grants {
        ...GrantRow
      }
      focalAgencies {
        ...FocalRow
      }
    }
  }
}
    ${GrantRowFragmentDoc}
${FocalRowFragmentDoc}` as unknown as DocumentNode<PeoplePageQuery, PeoplePageQueryVariables>;
export const PeopleBelowDocument = gql`
    query PeopleBelow($under: ID!) {
  people(under: $under, first: 500) {
    nodes {
      id
      name
    }
  }
}
    ` as unknown as DocumentNode<PeopleBelowQuery, PeopleBelowQueryVariables>;
export const PersonNameDocument = gql`
    query PersonName($id: ID!) {
  person(id: $id) {
    id
    name
  }
}
    ` as unknown as DocumentNode<PersonNameQuery, PersonNameQueryVariables>;
export const PlansHereDocument = gql`
    query PlansHere($id: ID!, $filter: ProgressFilter, $asOf: Date, $after: ID) {
  unit(id: $id) {
    breakdown(by: PLAN, filter: $filter, asOf: $asOf, after: $after) {
      key
      label
      progress {
        ...Figures
      }
    }
  }
}
    ${FiguresFragmentDoc}` as unknown as DocumentNode<PlansHereQuery, PlansHereQueryVariables>;
export const FilterChoicesDocument = gql`
    query FilterChoices($id: ID!, $plan: ID!, $hasPlan: Boolean!) {
  unit(id: $id) {
    planYears
  }
  plan(id: $plan) @include(if: $hasPlan) {
    ...PlanName
  }
}
    ${PlanNameFragmentDoc}` as unknown as DocumentNode<FilterChoicesQuery, FilterChoicesQueryVariables>;
export const FirstPlansDocument = gql`
    query FirstPlans($unit: ID!) {
  unit(id: $unit) {
    relatedPlans(first: 6) {
      ...PlanName
    }
  }
}
    ${PlanNameFragmentDoc}` as unknown as DocumentNode<FirstPlansQuery, FirstPlansQueryVariables>;
export const FindPlansDocument = gql`
    query FindPlans($unit: ID!, $text: String!, $year: Int, $first: Int!) {
  unit(id: $unit) {
    relatedPlans(text: $text, year: $year, first: $first) {
      ...PlanName
    }
  }
}
    ${PlanNameFragmentDoc}` as unknown as DocumentNode<FindPlansQuery, FindPlansQueryVariables>;
export const DraftsHereDocument = gql`
    query DraftsHere($unit: ID!) {
  viewer {
    rights(unit: $unit)
  }
  unit(id: $unit) {
    name
    drafts {
      ...DraftName
    }
  }
}
    ${DraftNameFragmentDoc}` as unknown as DocumentNode<DraftsHereQuery, DraftsHereQueryVariables>;
export const DraftDocument = gql`
    query Draft($id: ID!, $first: Int!, $after: String) {
  plan(id: $id) {
    id
    owner {
      id
    }
  }
  draft(id: $id) {
    id
    version
    title
    number
    adoptedOn
    startYear
    endYear
    areas {
      id
      name
      reform
      budget {
        planned
      }
    }
    rows(first: $first, after: $after) {
      totalCount
      nodes {
        ...DraftCells
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    issues {
      row
      column
      code
      severity
      message
      suggestions
    }
    preview {
      tasks
      obligations
      units
      undated
      budget
      statedBudget
    }
  }
}
    ${DraftCellsFragmentDoc}` as unknown as DocumentNode<DraftQuery, DraftQueryVariables>;
export const DraftRowsDocument = gql`
    query DraftRows($id: ID!, $first: Int!, $after: String) {
  draft(id: $id) {
    version
    rows(first: $first, after: $after) {
      nodes {
        ...DraftCells
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    ${DraftCellsFragmentDoc}` as unknown as DocumentNode<DraftRowsQuery, DraftRowsQueryVariables>;
export const PlanPageDocument = gql`
    query PlanPage($id: ID!, $unit: ID!, $filter: ProgressFilter!, $asOf: Date, $on: Date!, $isOfDay: Boolean!) {
  plan(id: $id) {
    id
    number
    adoptedOn
    effectiveOn
    startYear
    endYear
    docx
    xlsx
    basedOn
    owner {
      id
      name
      ancestors {
        id
      }
    }
    parent {
      id
      title
      owner {
        id
      }
    }
    areas {
      id
      name
      reform
      budget {
        planned
        spent
      }
    }
    ...PlanText
    versions {
      version
      document {
        ...Evidence
      }
      effectiveOn
      summary
      at
      actor
    }
    duties {
      id
      kind
      title
      source
      leads {
        label
      }
      schedule {
        text
        due
      }
    }
    at(on: $on) @include(if: $isOfDay) {
      ...PlanText
    }
  }
  unit(id: $unit) {
    lines: breakdown(by: PLAN_TASK, filter: $filter, asOf: $asOf) {
      ...Line
    }
  }
}
    ${PlanTextFragmentDoc}
${EvidenceFragmentDoc}
${LineFragmentDoc}` as unknown as DocumentNode<PlanPageQuery, PlanPageQueryVariables>;
export const MayAmendDocument = gql`
    query MayAmend($owner: ID!) {
  viewer {
    person {
      id
    }
    rights(unit: $owner)
    grants {
      role
      reformAreas
      unit {
        id
      }
    }
  }
}
    ` as unknown as DocumentNode<MayAmendQuery, MayAmendQueryVariables>;
export const MoreLinesDocument = gql`
    query MoreLines($unit: ID!, $filter: ProgressFilter!, $asOf: Date, $after: ID!) {
  unit(id: $unit) {
    lines: breakdown(by: PLAN_TASK, filter: $filter, asOf: $asOf, after: $after) {
      ...Line
    }
  }
}
    ${LineFragmentDoc}` as unknown as DocumentNode<MoreLinesQuery, MoreLinesQueryVariables>;
export const HistoryDocument = gql`
    query History($id: ID!, $first: Int, $after: String) {
  unit(id: $id) {
    history(first: $first, after: $after) {
      nodes {
        at
        actor
        type
        summary
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    ` as unknown as DocumentNode<HistoryQuery, HistoryQueryVariables>;
export const AuditPageDocument = gql`
    query AuditPage($unit: ID!) {
  viewer {
    person {
      id
    }
    rights(unit: $unit)
    grants {
      role
      reformAreas
      unit {
        id
      }
    }
  }
  unit(id: $unit) {
    id
    name
    ancestors {
      id
    }
  }
}
    ` as unknown as DocumentNode<AuditPageQuery, AuditPageQueryVariables>;
export const AuditDocument = gql`
    query Audit($under: ID!, $actor: ID, $from: Date, $to: Date, $first: Int, $after: String) {
  audit(
    under: $under
    actor: $actor
    from: $from
    to: $to
    first: $first
    after: $after
  ) {
    nodes {
      id
      at
      person {
        id
        name
      }
      onBehalfOf {
        id
        name
      }
      actor
      unit {
        id
        name
      }
      obligation
      summary
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    ` as unknown as DocumentNode<AuditQuery, AuditQueryVariables>;
export const ReportProgressDocument = gql`
    mutation ReportProgress($requestId: ID!, $obligation: ID!, $percent: Float!, $note: String, $spent: Money, $expectedVersion: Long, $on: Date, $asOf: Date) {
  reportProgress(
    requestId: $requestId
    obligation: $obligation
    percent: $percent
    note: $note
    spent: $spent
    expectedVersion: $expectedVersion
    on: $on
  ) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ReportProgressMutation, ReportProgressMutationVariables>;
export const SubmitDocument = gql`
    mutation Submit($requestId: ID!, $obligation: ID!, $document: DocumentInput, $completedOn: Date, $expectedVersion: Long, $asOf: Date) {
  submit(
    requestId: $requestId
    obligation: $obligation
    document: $document
    completedOn: $completedOn
    expectedVersion: $expectedVersion
  ) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<SubmitMutation, SubmitMutationVariables>;
export const AcceptDocument = gql`
    mutation Accept($requestId: ID!, $obligation: ID!, $note: String, $completedOn: Date, $asOf: Date) {
  accept(
    requestId: $requestId
    obligation: $obligation
    note: $note
    completedOn: $completedOn
  ) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<AcceptMutation, AcceptMutationVariables>;
export const SendBackDocument = gql`
    mutation SendBack($requestId: ID!, $obligation: ID!, $note: String!, $asOf: Date) {
  sendBack(requestId: $requestId, obligation: $obligation, note: $note) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<SendBackMutation, SendBackMutationVariables>;
export const CancelDocument = gql`
    mutation Cancel($requestId: ID!, $obligation: ID!, $reason: String!, $asOf: Date) {
  cancel(requestId: $requestId, obligation: $obligation, reason: $reason) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<CancelMutation, CancelMutationVariables>;
export const ChangeDueDocument = gql`
    mutation ChangeDue($requestId: ID!, $obligation: ID!, $due: Date!, $reason: String!, $document: DocumentInput, $asOf: Date) {
  changeDue(
    requestId: $requestId
    obligation: $obligation
    due: $due
    reason: $reason
    document: $document
  ) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ChangeDueMutation, ChangeDueMutationVariables>;
export const ReportManyDocument = gql`
    mutation ReportMany($requestId: ID!, $reports: [ReportInput!]!, $asOf: Date) {
  reportMany(requestId: $requestId, reports: $reports) {
    ...Outcome
  }
}
    ${OutcomeFragmentDoc}
${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ReportManyMutation, ReportManyMutationVariables>;
export const AcceptManyDocument = gql`
    mutation AcceptMany($requestId: ID!, $obligations: [ID!]!, $note: String, $asOf: Date) {
  acceptMany(requestId: $requestId, obligations: $obligations, note: $note) {
    ...Outcome
  }
}
    ${OutcomeFragmentDoc}
${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<AcceptManyMutation, AcceptManyMutationVariables>;
export const AmendPlanDocument = gql`
    mutation AmendPlan($requestId: ID!, $plan: ID!, $input: AmendPlanInput!, $expectedVersion: Int) {
  amendPlan(
    requestId: $requestId
    plan: $plan
    input: $input
    expectedVersion: $expectedVersion
  ) {
    id
    version
  }
}
    ` as unknown as DocumentNode<AmendPlanMutation, AmendPlanMutationVariables>;
export const WithdrawDocument = gql`
    mutation Withdraw($requestId: ID!, $obligation: ID!, $reason: String, $asOf: Date) {
  withdraw(requestId: $requestId, obligation: $obligation, reason: $reason) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<WithdrawMutation, WithdrawMutationVariables>;
export const ReopenDocument = gql`
    mutation Reopen($requestId: ID!, $obligation: ID!, $reason: String!, $asOf: Date) {
  reopen(requestId: $requestId, obligation: $obligation, reason: $reason) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ReopenMutation, ReopenMutationVariables>;
export const RestoreDocument = gql`
    mutation Restore($requestId: ID!, $obligation: ID!, $reason: String!, $asOf: Date) {
  restore(requestId: $requestId, obligation: $obligation, reason: $reason) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<RestoreMutation, RestoreMutationVariables>;
export const TriggerDocument = gql`
    mutation Trigger($requestId: ID!, $obligation: ID!, $occurredOn: Date!, $due: Date!, $asOf: Date) {
  trigger(
    requestId: $requestId
    obligation: $obligation
    occurredOn: $occurredOn
    due: $due
  ) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<TriggerMutation, TriggerMutationVariables>;
export const RaiseDifficultyDocument = gql`
    mutation RaiseDifficulty($requestId: ID!, $obligation: ID!, $text: String!, $asOf: Date) {
  raiseDifficulty(requestId: $requestId, obligation: $obligation, text: $text) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<RaiseDifficultyMutation, RaiseDifficultyMutationVariables>;
export const EscalateDifficultyDocument = gql`
    mutation EscalateDifficulty($requestId: ID!, $obligation: ID!, $asOf: Date) {
  escalateDifficulty(requestId: $requestId, obligation: $obligation) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<EscalateDifficultyMutation, EscalateDifficultyMutationVariables>;
export const ResolveDifficultyDocument = gql`
    mutation ResolveDifficulty($requestId: ID!, $obligation: ID!, $resolution: String!, $asOf: Date) {
  resolveDifficulty(
    requestId: $requestId
    obligation: $obligation
    resolution: $resolution
  ) {
    ...Row
  }
}
    ${RowFragmentDoc}
${MovingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ResolveDifficultyMutation, ResolveDifficultyMutationVariables>;
export const RegisterPersonDocument = gql`
    mutation RegisterPerson($requestId: ID!, $input: RegisterPersonInput!) {
  registerPerson(requestId: $requestId, input: $input) {
    id
    name
  }
}
    ` as unknown as DocumentNode<RegisterPersonMutation, RegisterPersonMutationVariables>;
export const GiveGrantDocument = gql`
    mutation GiveGrant($requestId: ID!, $input: GrantInput!) {
  grant(requestId: $requestId, input: $input) {
    id
  }
}
    ` as unknown as DocumentNode<GiveGrantMutation, GiveGrantMutationVariables>;
export const EndGrantDocument = gql`
    mutation EndGrant($requestId: ID!, $grant: ID!, $reason: String) {
  endGrant(requestId: $requestId, grant: $grant, reason: $reason) {
    id
  }
}
    ` as unknown as DocumentNode<EndGrantMutation, EndGrantMutationVariables>;
export const DelegateDocument = gql`
    mutation Delegate($requestId: ID!, $grant: ID!, $to: ID!, $from: Date!, $until: Date!, $act: DocumentInput) {
  delegate(
    requestId: $requestId
    grant: $grant
    to: $to
    from: $from
    until: $until
    act: $act
  ) {
    id
  }
}
    ` as unknown as DocumentNode<DelegateMutation, DelegateMutationVariables>;
export const AppointFocalAgencyDocument = gql`
    mutation AppointFocalAgency($requestId: ID!, $unit: ID!, $agency: ID!, $reformAreas: [ReformArea!], $powers: [FocalPower!]!, $from: Date, $to: Date, $act: DocumentInput) {
  appointFocalAgency(
    requestId: $requestId
    unit: $unit
    agency: $agency
    reformAreas: $reformAreas
    powers: $powers
    from: $from
    to: $to
    act: $act
  ) {
    from
  }
}
    ` as unknown as DocumentNode<AppointFocalAgencyMutation, AppointFocalAgencyMutationVariables>;
export const EndFocalAgencyDocument = gql`
    mutation EndFocalAgency($requestId: ID!, $unit: ID!, $agency: ID!, $reason: String) {
  endFocalAgency(
    requestId: $requestId
    unit: $unit
    agency: $agency
    reason: $reason
  ) {
    id
  }
}
    ` as unknown as DocumentNode<EndFocalAgencyMutation, EndFocalAgencyMutationVariables>;
export const CreateDraftDocument = gql`
    mutation CreateDraft($requestId: ID!, $owner: ID!, $input: PlanDraftInput!) {
  createDraft(requestId: $requestId, owner: $owner, input: $input) {
    id
  }
}
    ` as unknown as DocumentNode<CreateDraftMutation, CreateDraftMutationVariables>;
export const EditDraftDocument = gql`
    mutation EditDraft($requestId: ID!, $draft: ID!, $input: PlanDraftInput!, $expectedVersion: Long) {
  editDraft(
    requestId: $requestId
    draft: $draft
    input: $input
    expectedVersion: $expectedVersion
  ) {
    id
    version
  }
}
    ` as unknown as DocumentNode<EditDraftMutation, EditDraftMutationVariables>;
export const DiscardDraftDocument = gql`
    mutation DiscardDraft($requestId: ID!, $draft: ID!) {
  discardDraft(requestId: $requestId, draft: $draft)
}
    ` as unknown as DocumentNode<DiscardDraftMutation, DiscardDraftMutationVariables>;
export const AdoptDraftDocument = gql`
    mutation AdoptDraft($requestId: ID!, $draft: ID!) {
  adoptDraft(requestId: $requestId, draft: $draft) {
    id
  }
}
    ` as unknown as DocumentNode<AdoptDraftMutation, AdoptDraftMutationVariables>;
export const LineageDocument = gql`
    query Lineage($id: ID!) {
  unit(id: $id) {
    predecessors {
      reorganisation {
        ...ReorganisationName
      }
    }
    successors {
      reorganisation {
        ...ReorganisationName
      }
    }
  }
}
    ${ReorganisationNameFragmentDoc}` as unknown as DocumentNode<LineageQuery, LineageQueryVariables>;
export const ReorganisationsHereDocument = gql`
    query ReorganisationsHere($unit: ID!) {
  viewer {
    rights(unit: $unit)
  }
  unit(id: $unit) {
    id
    name
    kind
    ancestors {
      id
    }
    children {
      id
      name
      kind
    }
  }
  reorganisations(under: $unit) {
    ...ReorganisationName
    steps {
      done
      total
    }
  }
}
    ${ReorganisationNameFragmentDoc}` as unknown as DocumentNode<ReorganisationsHereQuery, ReorganisationsHereQueryVariables>;
export const ReorganisationPageDocument = gql`
    query ReorganisationPage($id: ID!) {
  reorganisation(id: $id) {
    ...ReorganisationName
    act {
      title
      uri
    }
    operatesFrom
    fault
    undoReason
    discarded {
      by
      at
      reason
    }
    steps {
      done
      total
    }
    rules {
      from {
        id
        name
      }
      obligations
      fromKind
      reformArea
      plan
      heir {
        id
        name
      }
      steward {
        id
        name
      }
      cancel
    }
    balance {
      measure
      before
      after
      equal
      expected
    }
  }
}
    ${ReorganisationNameFragmentDoc}` as unknown as DocumentNode<ReorganisationPageQuery, ReorganisationPageQueryVariables>;
export const ReorganisationLinesDocument = gql`
    query ReorganisationLines($id: ID!, $first: Int!, $after: String) {
  reorganisation(id: $id) {
    lines(first: $first, after: $after) {
      totalCount
      nodes {
        after {
          ...ReorganisedUnit
        }
        before {
          ...ReorganisedUnit
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    ${ReorganisedUnitFragmentDoc}` as unknown as DocumentNode<ReorganisationLinesQuery, ReorganisationLinesQueryVariables>;
export const ReorganisationPreviewDocument = gql`
    query ReorganisationPreview($id: ID!, $first: Int!) {
  reorganisation(id: $id) {
    preview {
      established
      renamed
      moved
      closed
      obligationsMoved
      obligationsStaying
      obligationsCancelled
      plansTakenOver
      grantsEnded
      conflicts {
        code
        message
        unit {
          id
          name
        }
      }
      unassigned(first: $first) {
        totalCount
        nodes {
          id
          title
          due
          unit {
            id
            name
            path
          }
          task {
            code
            area {
              reform
            }
          }
          plan {
            id
            number
            title
          }
        }
      }
    }
  }
}
    ` as unknown as DocumentNode<ReorganisationPreviewQuery, ReorganisationPreviewQueryVariables>;
export const UndoBlockedDocument = gql`
    query UndoBlocked($id: ID!, $first: Int!) {
  reorganisation(id: $id) {
    undoBlockedBy(first: $first) {
      id
      title
      updatedAt
      status
      unit {
        id
        name
        path
      }
    }
  }
}
    ` as unknown as DocumentNode<UndoBlockedQuery, UndoBlockedQueryVariables>;
export const ReorganisationChangedDocument = gql`
    subscription ReorganisationChanged($id: ID!) {
  reorganisationChanged(id: $id) {
    id
    status
    fault
    steps {
      done
      total
    }
  }
}
    ` as unknown as DocumentNode<ReorganisationChangedSubscription, ReorganisationChangedSubscriptionVariables>;
export const DraftReorganisationDocument = gql`
    mutation DraftReorganisation($requestId: ID!, $input: ReorganisationInput!) {
  draftReorganisation(requestId: $requestId, input: $input) {
    id
  }
}
    ` as unknown as DocumentNode<DraftReorganisationMutation, DraftReorganisationMutationVariables>;
export const AssignObligationsDocument = gql`
    mutation AssignObligations($requestId: ID!, $reorganisation: ID!, $rules: [AssignmentRuleInput!]!) {
  assignObligations(
    requestId: $requestId
    reorganisation: $reorganisation
    rules: $rules
  ) {
    id
  }
}
    ` as unknown as DocumentNode<AssignObligationsMutation, AssignObligationsMutationVariables>;
export const AdoptReorganisationDocument = gql`
    mutation AdoptReorganisation($requestId: ID!, $reorganisation: ID!) {
  adoptReorganisation(requestId: $requestId, reorganisation: $reorganisation) {
    id
    status
  }
}
    ` as unknown as DocumentNode<AdoptReorganisationMutation, AdoptReorganisationMutationVariables>;
export const DiscardReorganisationDocument = gql`
    mutation DiscardReorganisation($requestId: ID!, $reorganisation: ID!, $reason: String!) {
  discardReorganisation(
    requestId: $requestId
    reorganisation: $reorganisation
    reason: $reason
  ) {
    id
    status
  }
}
    ` as unknown as DocumentNode<DiscardReorganisationMutation, DiscardReorganisationMutationVariables>;
export const UndoReorganisationDocument = gql`
    mutation UndoReorganisation($requestId: ID!, $reorganisation: ID!, $reason: String!) {
  undoReorganisation(
    requestId: $requestId
    reorganisation: $reorganisation
    reason: $reason
  ) {
    id
    status
  }
}
    ` as unknown as DocumentNode<UndoReorganisationMutation, UndoReorganisationMutationVariables>;
export const RegimesHereDocument = gql`
    query RegimesHere($unit: ID!, $tree: TreeView) {
  regimes(unit: $unit, tree: $tree) {
    id
    title
    startYear
    endYear
    owner {
      id
      name
    }
    collector {
      id
      name
    }
    act {
      ...Evidence
    }
  }
  unit(id: $unit) {
    id
    name
    kind
  }
}
    ${EvidenceFragmentDoc}` as unknown as DocumentNode<RegimesHereQuery, RegimesHereQueryVariables>;
export const PeriodsDocument = gql`
    query Periods($regime: ID!, $year: Int!, $unit: ID!, $asOf: Date, $tree: TreeView) {
  regime(id: $regime) {
    id
    periods(year: $year) {
      key
      label
      from
      to
      serves
      completeness(unit: $unit, asOf: $asOf, tree: $tree) {
        ...Share
      }
      timeliness(unit: $unit, asOf: $asOf, tree: $tree) {
        ...Share
      }
    }
  }
}
    ${ShareFragmentDoc}` as unknown as DocumentNode<PeriodsQuery, PeriodsQueryVariables>;
export const OwedReportsDocument = gql`
    query OwedReports($under: ID!, $period: ID!, $first: Int!, $after: String, $asOf: Date, $tree: TreeView) {
  obligations(
    under: $under
    filter: {period: $period, asOf: $asOf, tree: $tree}
    first: $first
    after: $after
  ) {
    totalCount
    nodes {
      ...OwedReport
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    ${OwedReportFragmentDoc}` as unknown as DocumentNode<OwedReportsQuery, OwedReportsQueryVariables>;
export const ReportPlaceDocument = gql`
    query ReportPlace($unit: ID!, $regime: ID!, $year: Int!, $yearBefore: Int!, $period: ID!) {
  viewer {
    person {
      id
    }
    grants {
      role
      unit {
        id
      }
    }
  }
  unit(id: $unit) {
    id
    name
    obligations(filter: {period: $period}, first: 1) {
      nodes {
        id
        due
        status
        completedOn
      }
    }
    focalAgencies {
      ...Collecting
    }
    ancestors {
      id
      focalAgencies {
        ...Collecting
      }
    }
  }
  regime(id: $regime) {
    id
    title
    owner {
      id
      name
    }
    collector {
      id
      name
      ancestors {
        id
      }
    }
    act {
      ...Evidence
    }
    periods(year: $year) {
      key
      label
      from
      to
      serves
      rights(unit: $unit)
    }
    before: periods(year: $yearBefore) {
      key
      from
      to
    }
  }
}
    ${CollectingFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<ReportPlaceQuery, ReportPlaceQueryVariables>;
export const PeriodReportDocument = gql`
    query PeriodReport($unit: ID!, $period: ID!) {
  reportOf(unit: $unit, period: $period) {
    ...ReportText
  }
}
    ${ReportTextFragmentDoc}
${ShareFragmentDoc}
${SignedFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<PeriodReportQuery, PeriodReportQueryVariables>;
export const EarlierReportDocument = gql`
    query EarlierReport($id: ID!) {
  report(id: $id) {
    ...ReportText
  }
}
    ${ReportTextFragmentDoc}
${ShareFragmentDoc}
${SignedFragmentDoc}
${EvidenceFragmentDoc}` as unknown as DocumentNode<EarlierReportQuery, EarlierReportQueryVariables>;
export const FiguresBeforeDocument = gql`
    query FiguresBefore($unit: ID!, $last: ID!, $second: ID!, $third: ID!) {
  last: reportOf(unit: $unit, period: $last) {
    ...FiguresOf
  }
  second: reportOf(unit: $unit, period: $second) {
    ...FiguresOf
  }
  third: reportOf(unit: $unit, period: $third) {
    ...FiguresOf
  }
}
    ${FiguresOfFragmentDoc}
${ShareFragmentDoc}` as unknown as DocumentNode<FiguresBeforeQuery, FiguresBeforeQueryVariables>;
export const CountedListDocument = gql`
    query CountedList($id: ID!, $first: Int!) {
  report(id: $id) {
    rows {
      code
      list(first: $first) {
        totalCount
        nodes {
          id
          title
          due
          status
          unit {
            name
            path
            validTo
          }
        }
      }
    }
  }
}
    ` as unknown as DocumentNode<CountedListQuery, CountedListQueryVariables>;
export const ReportChangedDocument = gql`
    subscription ReportChanged($under: ID!) {
  reportChanged(under: $under) {
    id
    version
  }
}
    ` as unknown as DocumentNode<ReportChangedSubscription, ReportChangedSubscriptionVariables>;
export const OpenReportDocument = gql`
    mutation OpenReport($requestId: ID!, $unit: ID!, $period: ID!) {
  openReport(requestId: $requestId, unit: $unit, period: $period) {
    id
  }
}
    ` as unknown as DocumentNode<OpenReportMutation, OpenReportMutationVariables>;
export const WriteReportDocument = gql`
    mutation WriteReport($requestId: ID!, $report: ID!, $sections: [SectionInput!], $rows: [RowInput!], $expectedVersion: Long) {
  writeReport(
    requestId: $requestId
    report: $report
    sections: $sections
    rows: $rows
    expectedVersion: $expectedVersion
  ) {
    id
    version
  }
}
    ` as unknown as DocumentNode<WriteReportMutation, WriteReportMutationVariables>;
export const SignReportDocument = gql`
    mutation SignReport($requestId: ID!, $report: ID!, $signer: String!, $capacity: String!, $document: DocumentInput!, $expectedRevision: Int) {
  signReport(
    requestId: $requestId
    report: $report
    signer: $signer
    capacity: $capacity
    document: $document
    expectedRevision: $expectedRevision
  ) {
    id
    status
  }
}
    ` as unknown as DocumentNode<SignReportMutation, SignReportMutationVariables>;
export const ReceiveReportDocument = gql`
    mutation ReceiveReport($requestId: ID!, $report: ID!, $note: String) {
  receiveReport(requestId: $requestId, report: $report, note: $note) {
    id
    status
  }
}
    ` as unknown as DocumentNode<ReceiveReportMutation, ReceiveReportMutationVariables>;
export const ReturnReportDocument = gql`
    mutation ReturnReport($requestId: ID!, $report: ID!, $note: String!) {
  returnReport(requestId: $requestId, report: $report, note: $note) {
    id
    status
  }
}
    ` as unknown as DocumentNode<ReturnReportMutation, ReturnReportMutationVariables>;
export const ReopenReportDocument = gql`
    mutation ReopenReport($requestId: ID!, $report: ID!, $reason: String!) {
  reopenReport(requestId: $requestId, report: $report, reason: $reason) {
    id
    status
  }
}
    ` as unknown as DocumentNode<ReopenReportMutation, ReopenReportMutationVariables>;
export const TargetsHereDocument = gql`
    query TargetsHere($unit: ID!, $year: Int!, $fromYear: Int!, $toYear: Int!, $asOf: Date, $tree: TreeView) {
  unit(id: $unit) {
    indicators(year: $year, tree: $tree) {
      ...TargetRow
      ...TargetOf
    }
  }
}
    ${TargetRowFragmentDoc}
${TargetTextFragmentDoc}
${TargetValueFragmentDoc}
${YearOfTargetFragmentDoc}
${ShareFragmentDoc}
${TargetOfFragmentDoc}` as unknown as DocumentNode<TargetsHereQuery, TargetsHereQueryVariables>;
export const TargetsOfPlanDocument = gql`
    query TargetsOfPlan($plan: ID!, $unit: ID!, $year: Int!, $fromYear: Int!, $toYear: Int!, $asOf: Date, $tree: TreeView) {
  plan(id: $plan) {
    objectives {
      id
      indicator {
        ...TargetRow
      }
    }
  }
}
    ${TargetRowFragmentDoc}
${TargetTextFragmentDoc}
${TargetValueFragmentDoc}
${YearOfTargetFragmentDoc}
${ShareFragmentDoc}` as unknown as DocumentNode<TargetsOfPlanQuery, TargetsOfPlanQueryVariables>;
export const TargetChangedDocument = gql`
    subscription TargetChanged($unit: ID!, $year: Int!, $fromYear: Int!, $toYear: Int!, $asOf: Date, $tree: TreeView) {
  indicatorChanged(unit: $unit) {
    ...TargetRow
  }
}
    ${TargetRowFragmentDoc}
${TargetTextFragmentDoc}
${TargetValueFragmentDoc}
${YearOfTargetFragmentDoc}
${ShareFragmentDoc}` as unknown as DocumentNode<TargetChangedSubscription, TargetChangedSubscriptionVariables>;
export const TargetPageDocument = gql`
    query TargetPage($id: ID!, $unit: ID!, $year: Int!, $period: ID, $unitKind: UnitKind, $fromYear: Int!, $toYear: Int!, $asOf: Date, $tree: TreeView) {
  viewer {
    person {
      id
    }
  }
  unit(id: $unit) {
    id
    name
    kind
    children {
      id
    }
  }
  indicator(id: $id) {
    ...TargetText
    ...TargetOf
    reporters {
      label
      unitClass
    }
    targets {
      comparison
      value
      unitKind
      year
    }
    asks(unit: $unit)
    rights(unit: $unit)
    given(unit: $unit, year: $year, period: $period) {
      ...Given
    }
    value(
      unit: $unit
      year: $year
      period: $period
      unitKind: $unitKind
      asOf: $asOf
      tree: $tree
    ) {
      ...TargetValue
    }
    series(
      unit: $unit
      fromYear: $fromYear
      toYear: $toYear
      unitKind: $unitKind
      asOf: $asOf
      tree: $tree
    ) {
      ...YearOfTarget
    }
    byChild(unit: $unit, year: $year, period: $period, asOf: $asOf, tree: $tree) {
      unit {
        id
        name
        kind
      }
      value {
        ...TargetValue
      }
    }
  }
}
    ${TargetTextFragmentDoc}
${TargetOfFragmentDoc}
${GivenFragmentDoc}
${EvidenceFragmentDoc}
${TargetValueFragmentDoc}
${YearOfTargetFragmentDoc}
${ShareFragmentDoc}` as unknown as DocumentNode<TargetPageQuery, TargetPageQueryVariables>;
export const TargetPeriodsDocument = gql`
    query TargetPeriods($owner: ID!, $year: Int!) {
  regimes(unit: $owner) {
    title
    periods(year: $year) {
      key
      label
    }
  }
}
    ` as unknown as DocumentNode<TargetPeriodsQuery, TargetPeriodsQueryVariables>;
export const NotGivenDocument = gql`
    query NotGiven($id: ID!, $unit: ID!, $year: Int!, $period: ID, $first: Int!, $after: String, $asOf: Date, $tree: TreeView) {
  indicator(id: $id) {
    notGiven(
      unit: $unit
      year: $year
      period: $period
      first: $first
      after: $after
      asOf: $asOf
      tree: $tree
    ) {
      totalCount
      nodes {
        id
        name
        path
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    ` as unknown as DocumentNode<NotGivenQuery, NotGivenQueryVariables>;
export const OwnTargetsDocument = gql`
    query OwnTargets($unit: ID!, $year: Int!) {
  unit(id: $unit) {
    indicators(year: $year) {
      id
      text
      asks(unit: $unit)
      given(unit: $unit, year: $year) {
        verified
      }
    }
  }
}
    ` as unknown as DocumentNode<OwnTargetsQuery, OwnTargetsQueryVariables>;
export const ReportIndicatorDocument = gql`
    mutation ReportIndicator($requestId: ID!, $indicator: ID!, $unit: ID!, $year: Int!, $period: ID, $numerator: Long!, $denominator: Long, $note: String, $document: DocumentInput) {
  reportIndicator(
    requestId: $requestId
    indicator: $indicator
    unit: $unit
    year: $year
    period: $period
    numerator: $numerator
    denominator: $denominator
    note: $note
    document: $document
  ) {
    given
  }
}
    ` as unknown as DocumentNode<ReportIndicatorMutation, ReportIndicatorMutationVariables>;
export const VerifyIndicatorDocument = gql`
    mutation VerifyIndicator($requestId: ID!, $indicator: ID!, $unit: ID!, $year: Int!, $period: ID, $note: String) {
  verifyIndicator(
    requestId: $requestId
    indicator: $indicator
    unit: $unit
    year: $year
    period: $period
    note: $note
  ) {
    verified
  }
}
    ` as unknown as DocumentNode<VerifyIndicatorMutation, VerifyIndicatorMutationVariables>;
export const InspectionsHereDocument = gql`
    query InspectionsHere($unit: ID!, $year: Int!, $asOf: Date, $tree: TreeView) {
  viewer {
    person {
      id
    }
    rights(unit: $unit)
    grants {
      role
      reformAreas
      unit {
        id
      }
    }
  }
  unit(id: $unit) {
    id
    name
    kind
    ancestors {
      id
      name
    }
    inspections(year: $year, tree: $tree) {
      id
      on
      inspector {
        id
        name
      }
      unit {
        id
        name
        kind
        path
      }
      act {
        ...Evidence
      }
      findings {
        ...FindingRow
      }
    }
    indicators(year: $year, tree: $tree) {
      id
      system
      text
      reporters {
        unitClass
      }
      targets {
        unitKind
        year
      }
      value(unit: $unit, year: $year, asOf: $asOf, tree: $tree) {
        rate {
          ...Share
        }
        target {
          comparison
          value
        }
        status
      }
    }
    PROVINCE: inspectionCoverage(
      year: $year
      unitKind: PROVINCE
      asOf: $asOf
      tree: $tree
    ) {
      ...Share
    }
    DEPARTMENT: inspectionCoverage(
      year: $year
      unitKind: DEPARTMENT
      asOf: $asOf
      tree: $tree
    ) {
      ...Share
    }
    CENTRAL_AGENCY: inspectionCoverage(
      year: $year
      unitKind: CENTRAL_AGENCY
      asOf: $asOf
      tree: $tree
    ) {
      ...Share
    }
    DISTRICT: inspectionCoverage(
      year: $year
      unitKind: DISTRICT
      asOf: $asOf
      tree: $tree
    ) {
      ...Share
    }
    OFFICE: inspectionCoverage(
      year: $year
      unitKind: OFFICE
      asOf: $asOf
      tree: $tree
    ) {
      ...Share
    }
    COMMUNE: inspectionCoverage(
      year: $year
      unitKind: COMMUNE
      asOf: $asOf
      tree: $tree
    ) {
      ...Share
    }
    BODY: inspectionCoverage(year: $year, unitKind: BODY, asOf: $asOf, tree: $tree) {
      ...Share
    }
  }
}
    ${EvidenceFragmentDoc}
${FindingRowFragmentDoc}
${ShareFragmentDoc}` as unknown as DocumentNode<InspectionsHereQuery, InspectionsHereQueryVariables>;
export const NotInspectedDocument = gql`
    query NotInspected($unit: ID!, $year: Int!, $kind: UnitKind!, $first: Int!) {
  unit(id: $unit) {
    notInspected(year: $year, unitKind: $kind, first: $first) {
      totalCount
      nodes {
        id
        name
        path
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    ` as unknown as DocumentNode<NotInspectedQuery, NotInspectedQueryVariables>;
export const QuotaOfClassDocument = gql`
    query QuotaOfClass($indicator: ID!, $unit: ID!, $year: Int!, $kind: UnitKind!) {
  indicator(id: $indicator) {
    value(unit: $unit, year: $year, unitKind: $kind) {
      target {
        comparison
        value
      }
      status
    }
  }
}
    ` as unknown as DocumentNode<QuotaOfClassQuery, QuotaOfClassQueryVariables>;
export const RecordInspectionDocument = gql`
    mutation RecordInspection($requestId: ID!, $input: InspectionInput!) {
  recordInspection(requestId: $requestId, input: $input) {
    id
  }
}
    ` as unknown as DocumentNode<RecordInspectionMutation, RecordInspectionMutationVariables>;