import type { Extractor } from './extractor.ts';
import { branchRules } from './extract/ci/branch-rules.ts';
import { compose } from './extract/compose/compose.ts';
import { dockerfile } from './extract/docker/dockerfile.ts';
import { dockerignore } from './extract/docker/dockerignore.ts';
import { dotenv } from './extract/variables/dotenv.ts';
import { helmValues } from './extract/k8s/helm-values.ts';
import { javascriptLock } from './extract/node/javascript-lock.ts';
import { javascript } from './extract/web/javascript.ts';
import { kubernetes } from './extract/k8s/kubernetes.ts';
import { markdown } from './extract/docs/markdown.ts';
import { nginx } from './extract/proxy/nginx.ts';
import { packageJson } from './extract/node/package-json.ts';
import { openapiDocument } from './extract/docs/openapi-document.ts';
import { procfile } from './extract/shell/procfile.ts';
import { pyproject } from './extract/python/pyproject.ts';
import { pythonLock } from './extract/python/python-lock.ts';
import { python } from './extract/python/python.ts';
import { requirements } from './extract/python/requirements.ts';
import { shell } from './extract/shell/shell.ts';
import { sql } from './extract/db/sql.ts';
import { targets } from './extract/shell/targets.ts';
import { testSettings } from './extract/python/test-settings.ts';
import { versionFile } from './extract/versions/version-file.ts';
import { workflow } from './extract/ci/workflow.ts';

/** Every kind of file that is read. */
export const EXTRACTORS: readonly Extractor[] = [
  branchRules,
  compose,
  dockerfile,
  dockerignore,
  dotenv,
  helmValues,
  javascriptLock,
  javascript,
  kubernetes,
  markdown,
  nginx,
  packageJson,
  openapiDocument,
  procfile,
  pyproject,
  pythonLock,
  python,
  requirements,
  shell,
  sql,
  targets,
  testSettings,
  versionFile,
  workflow,
];
