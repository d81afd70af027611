import { RegistryError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { Registry } from '../registry.js';
import { labelTest } from './label-test.js';
import type { HostQuery, SelectedTarget } from './query.js';

const mostNamed = 8;

export function notAsked(): RegistryError {
  return new RegistryError({
    code: 'no_match',
    message: 'No host was asked for.',
    remedy: 'Give a target, --label LABEL, --provider NAME, or --all.',
  });
}

export function unknownProvider(registry: Registry, provider: string): RegistryError {
  const names = registry.providers.map(({ name }) => name);
  return new RegistryError({
    code: 'unknown_provider',
    message: `There is no provider ${JSON.stringify(provider)} in ${filesOf(registry)}.`,
    remedy: didYouMean(provider, names) ?? known('providers', names),
  });
}

/** Nothing fits: says what was looked at, and which label was the one that no host has. */
export function noMatch(
  registry: Registry,
  query: HostQuery,
  asked: readonly SelectedTarget[],
): RegistryError {
  const { provider, labels = [] } = query;
  const looked = asked
    .flatMap(({ host }) => host ?? [])
    .filter((host) => provider === undefined || host.provider === provider);
  const wanted = [
    ...(provider === undefined ? [] : [`provider ${provider}`]),
    ...labels.map((label) => `label ${label}`),
  ];
  const what = wanted.length === 0 ? 'No host is there' : `No host fits ${wanted.join(' and ')}`;
  const absent = labels.find((label) => {
    const fits = labelTest(label);
    return !looked.some((host) => fits(host.labels));
  });
  return new RegistryError({
    code: 'no_match',
    message: `${what}: looked at ${count(looked.length, provider)} in ${filesOf(registry)}.`,
    remedy: remedyFor(registry, absent, labels.length),
  });
}

function remedyFor(registry: Registry, absent: string | undefined, labels: number): string {
  if (registry.hosts.length === 0) return 'Add hosts with: orssh hosts add';
  if (absent === undefined) {
    return labels > 1
      ? 'Each label is there, but no host has all of them: leave one out.'
      : 'Ask for other hosts.';
  }
  const all = new Set(registry.hosts.flatMap(({ labels: own }) => own));
  return `Nothing has the label ${absent}: ${didYouMean(absent, all) ?? known('labels', [...all])}`;
}

function known(what: string, names: readonly string[]): string {
  if (names.length === 0) return `there are no ${what}.`;
  const shown = names.slice(0, mostNamed).join(', ');
  return `${what} here: ${shown}${names.length > mostNamed ? `, and ${names.length - mostNamed} more` : ''}.`;
}

function count(hosts: number, provider: string | undefined): string {
  const of = provider === undefined ? '' : ` of ${provider}`;
  return hosts === 1 ? `one host${of}` : `${hosts} hosts${of}`;
}

function filesOf({ files }: Registry): string {
  if (files.length === 0) return 'the registry, for which no file was found';
  return files.map(({ path }) => path).join(', ');
}
