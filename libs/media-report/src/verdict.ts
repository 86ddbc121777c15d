import type { Acceptance, Windows7Verdict } from '@aero-guest-tools/catalog';
import { verdictText } from '@aero-guest-tools/catalog/verdict-text';
import {
  verdictOnAll,
  type DescribedDriver,
  type MediaDescription,
} from '@aero-guest-tools/media-description/media-description';
import { counted, isoDay } from './format';

/** How good or bad something is, which colour and symbol repeat. */
export type Tone = 'good' | 'caution' | 'bad' | 'neutral';

/** What the page says first. */
export interface Headline {
  readonly tone: Tone;
  readonly text: string;
  readonly detail: string;
}

/** Whether one may ship these media, in a sentence. */
export function headline(description: MediaDescription): Headline {
  const { drivers, manifest, diagnostics } = description;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const policy = manifest.signing_policy;
  if (errors > 0) {
    return {
      tone: 'bad',
      text: 'A build would refuse these media today',
      detail: `${counted(errors, 'problem')}, see below.`,
    };
  }
  const verdict = verdictOnAll(drivers);
  if (verdict === undefined) {
    return {
      tone: 'neutral',
      text:
        drivers.length === 0 ? 'There are no drivers on these media' : 'No signature was checked',
      detail: `The signing policy is ${policy}.`,
    };
  }
  return { ...wordedVerdict(verdict, drivers, policy), tone: toneOf(verdict, policy) };
}

/** The colour of a verdict: what the signing policy is there for is no reason for concern. */
export function toneOf(verdict: Windows7Verdict | undefined, policy: string): Tone {
  if (verdict === undefined) return 'neutral';
  const { withUpdates, withoutUpdates } = verdict;
  if (withUpdates === 'refused') return policy === 'none' ? 'caution' : 'bad';
  if (withUpdates !== withoutUpdates || withUpdates === 'unknown') return 'caution';
  return withUpdates === 'accepted' || policy === 'test' ? 'good' : 'caution';
}

function wordedVerdict(
  verdict: Windows7Verdict,
  drivers: readonly DescribedDriver[],
  policy: string,
): Omit<Headline, 'tone'> {
  const { withUpdates, withoutUpdates, updates } = verdict;
  const worst = drivers.filter(
    ({ signing }) => signing?.verdict?.withUpdates === withUpdates,
  ).length;
  const some =
    worst === drivers.length
      ? `all ${counted(worst, 'driver')}`
      : `${String(worst)} of ${counted(drivers.length, 'driver')}`;
  const all = drivers.length === 1 ? 'the driver' : `all ${counted(drivers.length, 'driver')}`;
  const needsNone = withUpdates === withoutUpdates;
  const texts: Readonly<Record<Acceptance, string>> = {
    accepted: needsNone ? `Windows 7 accepts ${all}` : `Windows 7 accepts ${all} with updates`,
    'if-trusted': `Windows 7 accepts ${all} where it trusts the certificate`,
    'test-signing': `Windows 7 accepts ${all} with test signing on`,
    unknown: `Windows 7 may refuse ${some}`,
    refused: `Windows 7 refuses ${some}`,
  };
  const ofUpdates = needsNone
    ? 'It needs no update to check the signatures.'
    : `It needs ${updates.join(' and ')} to check the signatures.`;
  const ofPolicy =
    withUpdates === 'refused' && policy === 'none'
      ? 'The signing policy none is for guests whose integrity checks are off.'
      : `The signing policy is ${policy}.`;
  const detail: Readonly<Record<Acceptance, string>> = {
    accepted: ofUpdates,
    'if-trusted': `${ofPolicy} ${ofUpdates}`,
    'test-signing': `${ofPolicy} ${ofUpdates}`,
    unknown: 'Nothing is documented that settles it.',
    refused: ofPolicy,
  };
  return { text: texts[withUpdates], detail: detail[withUpdates] };
}

/** The verdict on a driver in a few words. */
export function shortVerdict({ signing }: DescribedDriver): string {
  if (signing === undefined) return 'not checked';
  return signing.verdict === undefined ? 'not judged' : verdictText(signing.verdict);
}

const REASONS: Readonly<Record<Acceptance, string>> = {
  accepted: 'No problem was found with its signature.',
  'if-trusted': 'The guest has to trust the certificate of the signer.',
  'test-signing': 'The kernel does not trust the signer by itself: test signing has to be on.',
  unknown: 'Nothing is documented about what Windows 7 does with such a signature.',
  refused: 'Windows 7 takes the driver for unsigned, or for one that is not made for it.',
};

/** Why the verdict on a driver is what it is, in sentences; its problems tell the rest. */
export function reasonOf({ signing }: DescribedDriver): string {
  if (signing === undefined) return 'Its signature was not checked.';
  if (signing.verdict === undefined) {
    return 'What this Windows accepts of signatures is not judged.';
  }
  const { withoutUpdates, withUpdates, updates, until } = signing.verdict;
  if (withUpdates === 'refused' || withUpdates === 'unknown') return REASONS[withUpdates];
  return [
    REASONS[withUpdates],
    withoutUpdates === withUpdates
      ? 'Windows 7 needs no update to check it.'
      : `Windows 7 needs ${updates.join(' and ')} to check it.`,
    ...(until === undefined
      ? []
      : [`It is accepted until ${isoDay(until)}, since no timestamp tells when it was signed.`]),
  ].join(' ');
}
