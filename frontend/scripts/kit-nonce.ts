import type { Plugin } from 'vite';

const FILE = /@rc-component\/util\/es\/Dom\/dynamicCSS\.js$/;
const WANTED = 'if (csp?.nonce) {\n    styleNode.nonce = csp?.nonce;';

/**
 * antd's ConfigProvider hands the nonce to its themes, not to two helpers that write a style on their own (scroll
 * lock of dialogs, width of scroll bars). Under our content policy those would be refused, so the one function
 * behind both falls back to the nonce of the page. The build fails when the kit no longer looks like this.
 */
export function kitNonce(): Plugin {
  return {
    name: 'xmh-kit-nonce',
    apply: 'build',
    transform(code, id) {
      if (!FILE.test(id)) return null;
      if (!code.includes(WANTED)) throw new Error(`${id}: the place of the nonce has moved`);
      const nonce = "const nonce = csp?.nonce ?? document.querySelector('script[nonce]')?.nonce;";
      return {
        code: code.replace(WANTED, `${nonce}\n  if (nonce) {\n    styleNode.nonce = nonce;`),
        map: null,
      };
    },
  };
}
