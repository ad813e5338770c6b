/** The formats of reference data that can be run. */
import { algebraVectors } from "./algebra_golden.ts";
import type { GoldenFormat } from "./golden.ts";
import { graphs, sizeSweeps } from "./graph_golden.ts";
import { opVectors } from "./op_golden.ts";
import { torchvisionGraphs } from "./torchvision_golden.ts";

export const formats: readonly GoldenFormat[] = [algebraVectors, opVectors, graphs, sizeSweeps, torchvisionGraphs];
