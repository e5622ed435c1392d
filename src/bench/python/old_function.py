"""The peer of the benchmarks: a Python function that works as the one that the Beetroot API replaces did, and the loop
that Lambda's Python runtime runs around it (Runtime API 2018-06-01)."""

import http.client
import json
import os
from decimal import Decimal

import boto3
from botocore.config import Config

dynamodb = boto3.resource("dynamodb")
s3 = boto3.client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))
persons = dynamodb.Table(os.environ.get("PERSONS_TABLE", "Persons"))
occurrences = dynamodb.Table(os.environ.get("OCCURRENCES_TABLE", "Occurrences"))
photos = dynamodb.Table(os.environ.get("PHOTOS_TABLE", "Photos"))
thumbs_bucket = os.environ["THUMBS_BUCKET"]
expires = int(os.environ.get("PRESIGN_EXPIRES", "3600"))


def url(bucket, key):
    if not bucket or not key:
        return None
    return s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=expires)


def response(status, body):
    plain = lambda value: int(value) if isinstance(value, Decimal) else str(value)
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": os.environ.get("ALLOWED_ORIGINS", "*")},
        "body": json.dumps(body, default=plain),
    }


def people():
    if "WHOLE_TABLE" in os.environ:
        pages = persons.meta.client.get_paginator("scan").paginate(TableName=persons.name)
        return [item for page in pages for item in page["Items"]]
    # As the old function: at most the first 200 items of the table.
    return persons.scan(Limit=200)["Items"]


def list_persons():
    items = people()
    items.sort(key=lambda item: item.get("photoCount", 0), reverse=True)
    return response(200, {"persons": [{
        "personId": item["personId"],
        "photoCount": item.get("photoCount", 0),
        "repThumbKey": item.get("repThumbKey"),
        "repThumbURL": url(thumbs_bucket, item.get("repThumbKey")),
    } for item in items[:100]]})


def list_photos(person_id):
    answer = []
    condition = boto3.dynamodb.conditions.Key("personId").eq(person_id)
    for item in occurrences.query(KeyConditionExpression=condition, Limit=200)["Items"]:
        bucket, key = item.get("photoBucket"), item.get("photoKey")
        if not bucket or not key:
            # One call for each occurrence without a location.
            photo = photos.get_item(Key={"photoId": item["photoId"]}).get("Item")
            if not photo:
                continue
            bucket, key = bucket or photo.get("s3Bucket"), key or photo.get("s3Key")
        answer.append({
            "photoId": item["photoId"], "photoBucket": bucket, "photoKey": key, "photoURL": url(bucket, key),
            "thumbKey": item.get("thumbKey"), "thumbURL": url(thumbs_bucket, item.get("thumbKey")),
        })
    return response(200, {"personId": person_id, "photos": answer})


def handle(event):
    path = event.get("rawPath") or event.get("path") or ""
    parts = [part for part in path.split("/") if part]
    if path == "/persons":
        return list_persons()
    if len(parts) == 3 and parts[0] == "persons" and parts[2] == "photos":
        return list_photos(parts[1])
    return response(404, {"error": "not found", "path": path})


def main():
    runtime = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    root = "/2018-06-01/runtime/invocation/"
    while True:
        runtime.request("GET", root + "next")
        invocation = runtime.getresponse()
        request_id = invocation.headers["Lambda-Runtime-Aws-Request-Id"]
        answer = json.dumps(handle(json.load(invocation))).encode()
        runtime.request("POST", root + request_id + "/response", body=answer)
        runtime.getresponse().read()


if __name__ == "__main__":
    main()
