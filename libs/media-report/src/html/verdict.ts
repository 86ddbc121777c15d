import type { Acceptance } from '@aero-guest-tools/catalog';
import { windowsOf, type Verdict } from '@aero-guest-tools/catalog/verdict';
import { secureBootText, verdictText } from '@aero-guest-tools/catalog/verdict-text';
import {
  verdictOnAll,
  type DescribedDriver,
  type MediaDescription,
} from '@aero-guest-tools/media-description/media-description';
import { counted, isoDay } from './format';

/** How good or bad something is; colour and symbol show it. */
export type Tone = 'good' | 'caution' | 'bad' | 'neutral';

/** The first statement on the page. */
export interface Headline {
  readonly tone: Tone;
  readonly text: string;
  readonly detail: string;
}

/** Whether these media can be shipped, in a sentence. */
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

/** The colour of a verdict: what the signing policy takes care of is no reason for concern. */
export function toneOf(verdict: Verdict | undefined, policy: string): Tone {
  if (verdict === undefined) return 'neutral';
  const { better, worse } = casesOf(verdict);
  if (better === 'refused' || better === worse) return toneOfAcceptance(better, policy);
  return 'caution';
}

function toneOfAcceptance(acceptance: Acceptance, policy: string): Tone {
  if (acceptance === 'refused') return policy === 'none' ? 'caution' : 'bad';
  if (acceptance === 'unknown') return 'caution';
  return acceptance === 'accepted' || policy === 'test' ? 'good' : 'caution';
}

/** The verdict of a Windows with Secure Boot on or off. */
export interface SecureBootCase {
  /** `Secure Boot on`. */
  readonly condition: string;
  readonly text: string;
  readonly tone: Tone;
}

/** The verdict with Secure Boot on and with it off; nothing for a Windows without Secure Boot. */
export function secureBootCases(
  verdict: Verdict | undefined,
  policy: string,
): readonly SecureBootCase[] {
  if (verdict === undefined || 'withUpdates' in verdict) return [];
  return (['on', 'off'] as const).map((secureBoot) => ({
    condition: `Secure Boot ${secureBoot}`,
    text: secureBootText(verdict, secureBoot),
    tone: toneOfAcceptance(
      secureBoot === 'on' ? verdict.secureBootOn : verdict.secureBootOff,
      policy,
    ),
  }));
}

/** The two cases of a verdict: with and without updates, or with Secure Boot off and on. */
function casesOf(verdict: Verdict): { readonly better: Acceptance; readonly worse: Acceptance } {
  return 'withUpdates' in verdict
    ? { better: verdict.withUpdates, worse: verdict.withoutUpdates }
    : { better: verdict.secureBootOff, worse: verdict.secureBootOn };
}

function wordedVerdict(
  verdict: Verdict,
  drivers: readonly DescribedDriver[],
  policy: string,
): Omit<Headline, 'tone'> {
  const { better, worse } = casesOf(verdict);
  const { name } = windowsOf(verdict);
  const worst = drivers.filter(
    ({ signing }) => signing !== undefined && casesOf(signing.verdict).better === better,
  ).length;
  const all = drivers.length === 1 ? 'the driver' : `all ${counted(drivers.length, 'driver')}`;
  const some =
    worst === drivers.length ? all : `${String(worst)} of ${counted(drivers.length, 'driver')}`;
  const condition = better === worse ? '' : conditionOf(verdict);
  const texts: Readonly<Record<Acceptance, string>> = {
    accepted: `${name} accepts ${all}${condition}`,
    'if-trusted': `${name} accepts ${all}${condition} where it trusts the certificate`,
    'test-signing': `${name} accepts ${all}${condition} with test signing on`,
    unknown: `${name} may refuse ${some}`,
    refused: `${name} refuses ${some}`,
  };
  const ofCondition =
    'withUpdates' in verdict
      ? `It ${needOf(verdict, 'the signatures')}`
      : better === worse
        ? 'With Secure Boot and without it.'
        : 'Where Secure Boot is on, it does not.';
  const ofPolicy =
    better === 'refused' && policy === 'none'
      ? 'The signing policy none is for guests whose integrity checks are off.'
      : `The signing policy is ${policy}.`;
  const detail: Readonly<Record<Acceptance, string>> = {
    accepted: ofCondition,
    'if-trusted': `${ofPolicy} ${ofCondition}`,
    'test-signing': `${ofPolicy} ${ofCondition}`,
    unknown: 'The documents of Microsoft do not settle it.',
    refused: ofPolicy,
  };
  return { text: texts[better], detail: detail[better] };
}

function conditionOf(verdict: Verdict): string {
  return 'withUpdates' in verdict ? ' with updates' : ' without Secure Boot';
}

/** What the Windows needs to accept a driver, as the end of a sentence. */
function needOf(verdict: Verdict, object: string): string {
  if ('withUpdates' in verdict) {
    const { withUpdates, withoutUpdates, updates } = verdict;
    return withUpdates === withoutUpdates
      ? `needs no update to check ${object}.`
      : `needs ${updates.join(' and ')} to check ${object}.`;
  }
  return verdict.secureBootOn === verdict.secureBootOff
    ? 'accepts it with Secure Boot and without it.'
    : 'accepts it only where Secure Boot is off.';
}

/** The verdict on a driver in a few words. */
export function shortVerdict({ signing }: DescribedDriver): string {
  return signing === undefined ? 'not checked' : verdictText(signing.verdict);
}

/** The text for Windows 7; the names of other Windows replace it. */
const REASONS: Readonly<Record<Acceptance, string>> = {
  accepted: 'Its signature is valid.',
  'if-trusted': 'The guest has to trust the certificate of the signer.',
  'test-signing': 'The kernel does not trust the signer by itself: test signing has to be on.',
  unknown: 'Nothing is documented about what Windows 7 does with such a signature.',
  refused: 'Windows 7 treats the driver as unsigned, or as not made for it.',
};

/** The reason for the verdict on a driver, in sentences; its problems give the details. */
export function reasonOf({ signing }: DescribedDriver): string {
  if (signing === undefined) return 'Its signature was not checked.';
  const { verdict } = signing;
  const { until } = verdict;
  const { better } = casesOf(verdict);
  const { name } = windowsOf(verdict);
  if (better === 'refused' || better === 'unknown')
    return REASONS[better].replace('Windows 7', name);
  return [
    REASONS[better],
    `${name} ${needOf(verdict, 'it')}`,
    ...(until === undefined
      ? []
      : [`It is accepted until ${isoDay(until)}, because it has no timestamp.`]),
  ].join(' ');
}
