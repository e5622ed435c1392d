"""Transforms template.yaml as AWS does, with the transform that AWS publishes (pip install aws-sam-translator).

Reads a JSON array of parameter maps from standard input and writes a JSON array of CloudFormation templates.
"""

import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402


class NoManagedPolicies:
    def load(self):
        return {}


def uploaded(template, code):
    """Replaces the local files by the addresses that sam deploy gives them; another code has another address."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://uploads/" + code
    return template


with open("template.yaml", encoding="utf-8") as file:
    text = file.read()
json.dump(
    [
        transform(uploaded(yaml_parse(text), parameters.pop("code")), parameters, NoManagedPolicies())
        for parameters in json.load(sys.stdin)
    ],
    sys.stdout,
)
