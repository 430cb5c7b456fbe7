// npm ci (npm >= 11.6) refuses a lock that lacks the optional packages of other platforms, and npm leaves those
// out when the registry it asked does not carry them. This adds the missing entries; npm never downloads them here.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOCK = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'win32',
  'openharmony',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
];
const CPUS = ['arm64', 'x64', 'arm', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64'];

/** What the package's own name says about where it runs, or null when it names no system. */
function platformOf(name) {
  const words = name.split(/[-_/@.]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  if (!os) return null;
  const cpu = CPUS.find((each) => words.includes(each));
  return {
    os: [os],
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {}),
  };
}

function missingEntries(packages) {
  const added = {};
  for (const [where, parent] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const key = `node_modules/${name}`;
      const platform = platformOf(name);
      const known = packages[key]?.version ?? packages[`${where}/node_modules/${name}`];
      if (known || !platform || !/^\d/.test(version)) continue;
      added[key] = { version, optional: true, ...(parent.dev ? { dev: true } : {}), ...platform };
    }
  }
  return added;
}

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const added = missingEntries(lock.packages);
const all = Object.entries({ ...lock.packages, ...added });
lock.packages = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`package-lock.json: ${Object.keys(added).length} entries of other platforms added\n`);
