import { rule, locationOf, attribute } from 'turnaround/rule';
import { isWorkflow } from './_jobs.ts';

const SCANNER = /^(?:aquasecurity\/trivy-action|anchore\/scan-action|docker\/scout-action|snyk\/actions)\b/;
/** Commands that scan images. */
const LOOKS = /\b(?:trivy image|grype|docker scout|snyk container|clair|dockle|syft|image-scan|container-scan)\b/;
const FILES = /^(?:fs|config|repo|rootfs)$/;

export const imageUnscanned = rule(import.meta, {
  title: 'Images are built, but only files are scanned',
  severity: 'wrong',
  why: 'Most known vulnerabilities of a container are in the packages of its base image, which no file of the repository lists.',
  *check(view) {
    const built = view.about('image.built').filter(({ file }) => isWorkflow(file));
    const scans = view.about('workflow.action').filter(({ value }) => SCANNER.test(value));
    const [first] = scans;
    if (first === undefined || built.length === 0) return;
    // Trivy scans images by default, and so do most other scanners.
    const isFiles = scans.every((scan) => FILES.test(attribute(scan, 'scan') ?? ''));
    const others = [...view.about('command'), ...view.about('workflow.action')];
    if (!isFiles || others.some(({ value }) => LOOKS.test(value))) return;
    const names = [...new Set(built.map(({ value }) => value))];
    yield {
      message: `the scan type is ${attribute(first, 'scan') ?? 'files'}, and no step scans ${names.join(', ')}`,
      at: locationOf(first, `scan-type: ${attribute(first, 'scan') ?? ''}`),
      against: built.slice(0, 3).map((fact) => locationOf(fact, `builds ${fact.value}`)),
      remedy: 'scan each image after it is built: set scan-type to image and image-ref to its name',
    };
  },
});
