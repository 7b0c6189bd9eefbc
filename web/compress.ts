import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Fonts are compressed already; below this size the headers outweigh the saving. */
const sizeMin = 512;
const compressible = /\.(js|css|svg|html|json)$/;

/** Writes name.br and name.gz beside compressible files, so that the server only has to send them. */
export function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // Runs after Vite has inserted the addresses of lazily loaded chunks.
      order: 'post',
      async handler(_, bundle) {
        for (const [name, file] of Object.entries(bundle)) {
          const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (!compressible.test(name) || content.length < sizeMin) continue;
          const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
          this.emitFile({ type: 'asset', fileName: `${name}.br`, source: await promisify(brotliCompress)(content, quality) });
          this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: await promisify(gzip)(content, { level: 9 }) });
        }
      },
    },
  };
}
