import type { ReactNode } from 'react';

/** A hard condition: stage, ticket, exclusion, conflict of interest. */
export interface Gate {
  code: string;
  label: string;
  state: 'passed' | 'failed' | 'not_stated';
  evidence?: ReactNode;
}

/** One part of the additive score: never negative. */
export interface Reason {
  code: string;
  label: string;
  contribution: number;
  evidence?: ReactNode;
}

export interface ReasonShare extends Reason {
  /** Of the whole score, 0 to 1. */
  share: number;
  /** Of the strongest part, 0 to 1: the length of the bar. */
  width: number;
}

/** The parts that count, strongest first; equal ones keep their order. */
export function shares(reasons: Reason[]): ReasonShare[] {
  const counted = reasons
    .filter(({ contribution }) => contribution > 0)
    .sort((a, b) => b.contribution - a.contribution);
  const total = counted.reduce((sum, { contribution }) => sum + contribution, 0);
  const most = counted[0]?.contribution ?? 1;
  return counted.map((reason) => ({
    ...reason,
    share: reason.contribution / total,
    width: reason.contribution / most,
  }));
}
