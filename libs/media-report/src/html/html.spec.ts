import { describe, expect, test } from '@jest/globals';
import { html, trusted } from './html';

describe('a template', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`" onload='x'`, '&quot; onload=&#39;x&#39;'],
    ['a & b &amp;', 'a &amp; b &amp;amp;'],
    ['gpj.\u202eexe', 'gpj.\\u202eexe'],
    ['\u0000\u001b[2J', '\\u0000\\u001b[2J'],
  ])('escapes %j', (value, expected) => {
    expect(html`<p title="${value}">${value}</p>`.markup).toBe(
      `<p title="${expected}">${expected}</p>`,
    );
  });

  test('takes markup, lists and numbers, and nothing for what is not there', () => {
    expect(html`${html`<b>${'<'}</b>`}${[1, '&', trusted('<i></i>')]}${undefined}`.markup).toBe(
      '<b>&lt;</b>1&amp;<i></i>',
    );
  });
});
