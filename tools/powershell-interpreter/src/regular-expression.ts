import { UnknownConstruct } from './errors';

/**
 * What .NET's regular expressions have and JavaScript's do not, or read otherwise: inline options,
 * named and atomic groups, look-behind, anchors, classes of Unicode, subtraction.
 */
const DIFFERENT = /\(\?(?![:=!])|\\[AZzGpPkKxu]|-\[|\{\d*,?\d*\}\+/u;

/** A regular expression of .NET as one of JavaScript: `$` also matches before a last line feed. */
export function regularExpression(pattern: string, flags: string): RegExp {
  if (DIFFERENT.test(pattern)) {
    throw new UnknownConstruct(`the regular expression ${pattern}`);
  }
  let source = '';
  let inClass = false;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    if (character === '\\') {
      source += character + pattern.charAt(++index);
      continue;
    }
    if (character === '[') inClass = true;
    if (character === ']') inClass = false;
    source += character === '$' && !inClass ? String.raw`(?=\n?(?![\s\S]))` : character;
  }
  return new RegExp(source, flags);
}
