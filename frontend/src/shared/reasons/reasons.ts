import type { ReactNode } from 'react';

/** A hard condition: stage, ticket, exclusion, conflict of interest. */
export interface Gate {
  code: string;
  label: string;
  state: 'passed' | 'failed' | 'not_stated';
  evidence?: ReactNode;
}

/** One part of the additive score; below zero it speaks against the pair. */
export interface Reason {
  code: string;
  label: string;
  contribution: number;
  evidence?: ReactNode;
}

export interface ReasonShare extends Reason {
  /** Of all that speaks for the pair, 0 to 1. */
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

/** What speaks against the pair, strongest first; bars are measured by the strongest part of either kind. */
export function against(reasons: Reason[]): (Reason & { width: number })[] {
  const most = Math.max(...reasons.map(({ contribution }) => Math.abs(contribution)), Number.MIN_VALUE);
  return reasons
    .filter(({ contribution }) => contribution < 0)
    .sort((a, b) => a.contribution - b.contribution)
    .map((reason) => ({ ...reason, width: -reason.contribution / most }));
}
