import { formatChecks, type StringFormat } from '@aero-guest-tools/json-schema';
import { patternProblem } from './pattern';

/** The values of the keyword `format` in the schema of the packaging spec. */
export const formats = {
  re2: {
    description: 'a regular expression',
    flaw: patternProblem,
    remedy: 'correct it; look-around and back-references are not supported',
  },
} satisfies Readonly<Record<string, StringFormat>>;

/** The checks of these formats for the compiled schema, which imports them from here. */
export const checks = formatChecks(formats);
