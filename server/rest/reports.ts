import { z } from "zod";
import {
  deleteAnnotation,
  getAnnotation,
  listAnnotations,
  saveAnnotation,
  saveAnnotations,
} from "@/lib/commit-reports/annotations";
import { AnnotationValues, externalId, ReportValues } from "@/lib/commit-reports/report";
import { deleteReport, getReport, listReports, saveReport } from "@/lib/commit-reports/reports";
import { AnnotationObject, presentAnnotation, presentReport, ReportObject } from "@/lib/published/report";
import { pageObject } from "@/lib/published/values";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageOf, paginated } from "../http/pagination";
import { commitOf } from "./statuses";

const ofCommit = "/repositories/{workspace}/{repo_slug}/commit/{commit}/reports";
const ofReport = `${ofCommit}/{reportId}/annotations`;

route({
  method: "GET",
  path: ofCommit,
  name: "getReportsForCommit",
  operation: listReports,
  query: PageQuery,
  input: (request) => ({ ...commitOf(request), ...pageOf(request) }),
  present: (page, request) => json(paginated(request, page, presentReport)),
  answers: { 200: pageObject(ReportObject) },
});

route({
  method: "GET",
  path: `${ofCommit}/{reportId}`,
  name: "getReport",
  operation: getReport,
  input: reportOf,
  present: (report) => json(presentReport(report)),
  answers: { 200: ReportObject },
});

route({
  method: "PUT",
  path: `${ofCommit}/{reportId}`,
  name: "createOrUpdateReport",
  operation: saveReport,
  body: ReportValues,
  input: (request, values) => ({ ...reportOf(request), values }),
  present: (report) => json(presentReport(report)),
  answers: { 200: ReportObject },
});

route({
  method: "DELETE",
  path: `${ofCommit}/{reportId}`,
  name: "deleteReport",
  operation: deleteReport,
  input: reportOf,
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "GET",
  path: ofReport,
  name: "getAnnotationsForReport",
  operation: listAnnotations,
  query: PageQuery,
  input: (request) => ({ ...reportOf(request), ...pageOf(request) }),
  present: (page, request) => json(paginated(request, page, presentAnnotation)),
  answers: { 200: pageObject(AnnotationObject) },
});

route({
  method: "POST",
  path: ofReport,
  name: "bulkCreateOrUpdateAnnotations",
  operation: saveAnnotations,
  body: z.array(AnnotationValues.extend({ external_id: externalId })),
  input: (request, annotations) => ({ ...reportOf(request), annotations }),
  present: (annotations) => json(annotations.map(presentAnnotation)),
  answers: { 200: z.array(AnnotationObject) },
});

route({
  method: "GET",
  path: `${ofReport}/{annotationId}`,
  name: "getAnnotation",
  operation: getAnnotation,
  input: annotationOf,
  present: (annotation) => json(presentAnnotation(annotation)),
  answers: { 200: AnnotationObject },
});

route({
  method: "PUT",
  path: `${ofReport}/{annotationId}`,
  name: "createOrUpdateAnnotation",
  operation: saveAnnotation,
  body: AnnotationValues,
  input: (request, values) => ({ ...annotationOf(request), values }),
  present: (annotation) => json(presentAnnotation(annotation)),
  answers: { 200: AnnotationObject },
});

route({
  method: "DELETE",
  path: `${ofReport}/{annotationId}`,
  name: "deleteAnnotation",
  operation: deleteAnnotation,
  input: annotationOf,
  present: () => noContent(),
  answers: { 204: null },
});

function reportOf(request: RestRequest) {
  return { ...commitOf(request), report: request.params.reportId ?? "" };
}

function annotationOf(request: RestRequest) {
  return { ...reportOf(request), annotation: request.params.annotationId ?? "" };
}
