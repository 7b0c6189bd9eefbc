import type { ReportPlaceQuery } from '../api/generated';

export type RegimeOfPage = NonNullable<ReportPlaceQuery['regime']>;
export type UnitOfPage = NonNullable<ReportPlaceQuery['unit']>;

export interface May {
  write: boolean;
  sign: boolean;
  collect: boolean;
}
