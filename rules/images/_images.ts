import { dirname } from 'node:path/posix';
import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { bareImage } from '../_built.ts';
import { wordsOf } from '../_commands.ts';

export const bare = ({ value }: Fact): string => bareImage(String(value));

const BUILDS = /\b(?:docker|podman|buildah|nerdctl) (?:image )?(?:buildx )?(?:build|tag|bake|bud)\b/;
const OTHERS =
  /bake-action|kaniko|skaffold|buildpacks|\bko\b|depot|buildah|earthly|gcloud builds|az acr build|\bpack build|goreleaser|nix build|jib|bazel/;

/** Whether an image may be built under a name that is known only at run time: then the list of images is incomplete. */
export function isOpen(view: View): boolean {
  const builds = view.about('image.built');
  const isNamed = (fact: Fact): boolean => builds.some(({ file, line }) => file === fact.file && line === fact.line);
  const commands = view.about('command').filter((fact) => attribute(fact, 'by') !== 'markdown');
  const actions = view.about('workflow.action');
  return (
    commands.some((fact) => {
      const text = fact.value;
      return OTHERS.test(text) || (BUILDS.test(text) && !isNamed(fact) && /[$`{]|bake/.test(text));
    }) ||
    actions.some(
      (fact) =>
        OTHERS.test(fact.value) ||
        /\.github\/workflows\/.*@/.test(fact.value) ||
        (/build-push-action/.test(fact.value) &&
          !builds.some(
            ({ file, attributes }) => file === fact.file && attributes?.['job'] === fact.attributes?.['job'],
          )),
    )
  );
}

/** Names that `docker tag` gives to existing images. */
export function tagged(view: View): string[] {
  return view.about('command').flatMap((fact) => {
    const [docker, tag, , to = ''] = wordsOf(fact);
    return docker === 'docker' && tag === 'tag' ? [bareImage(to)] : [];
  });
}

/** Images that something runs: manifests, compose, Helm values, `kubectl set image`, kustomizations. */
export function deployed(view: View): Fact[] {
  return view
    .about('image.used')
    .filter((fact) => /^(?:kubernetes|compose|helm|kustomize|kubectl set image)$/.test(attribute(fact, 'by') ?? ''));
}

/** `ghcr.io/school` of `ghcr.io/school/backend`; empty for an image without an owner. */
export function ownerOf(image: string): string {
  const owner = dirname(image);
  return owner === '.' ? '' : owner;
}

/** Pushes of a workflow, each with the image; empty if the name is known only at run time. */
export function pushesOf(view: View, file: string): { fact: Fact; image: string }[] {
  const commands = view.about('command', file);
  const pushed = commands.flatMap((fact) => {
    const text = fact.value;
    const words = wordsOf(fact);
    if (/^(?:docker|podman) (?:image )?push\b/.test(text)) {
      const [image = ''] = words.filter((word) => !word.startsWith('-')).slice(words[1] === 'image' ? 3 : 2);
      const name = /^([^$`{}]+?)(?::.*)?$/.exec(image)?.[1] ?? /^([^$`{}]+):[^/]*[$`{].*$/.exec(image)?.[1] ?? '';
      return [{ fact, image: bareImage(name) }];
    }
    if (/--push\b|type=registry|push=true/.test(text))
      return valuesOf(words, '-t', '--tag').map((image) => ({ fact, image: bareImage(image) }));
    return /\bpush\b|crane|skopeo|\.sh\b|\b(?:make|task|just)\b|image load|load docker-image|save/.test(text)
      ? [{ fact, image: '' }]
      : [];
  });
  const actions = view.about('workflow.action', file);
  const published = actions.flatMap((fact) => {
    if (!/build-push-action/.test(fact.value))
      return /push|publish|deploy|bake/i.test(fact.value) ? [{ fact, image: '' }] : [];
    if (attribute(fact, 'push') === undefined || attribute(fact, 'push') === 'false') return [];
    return view
      .about('image.built')
      .filter((built) => built.file === file && built.attributes?.['job'] === fact.attributes?.['job'])
      .map((built) => ({ fact, image: bare(built) }));
  });
  return [...pushed, ...published];
}
