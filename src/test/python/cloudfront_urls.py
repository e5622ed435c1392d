"""Signs CloudFront's URLs with botocore's signer (pip install botocore cryptography).

Reads JSON from standard input: a private key as a PEM, the id of its public key, the moment when the URLs end, and pairs
of a URL and a policy's resource; without a resource the policy is the canned one. Writes a JSON array of signed URLs.
"""

import datetime
import json
import sys

from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

work = json.load(sys.stdin)
key = serialization.load_pem_private_key(work["key"].encode(), password=None)
signer = CloudFrontSigner(work["id"], lambda text: key.sign(text, padding.PKCS1v15(), hashes.SHA256()))
end = datetime.datetime.fromtimestamp(work["end"], datetime.timezone.utc)


def signed(url, resource):
    if resource is None:
        return signer.generate_presigned_url(url, date_less_than=end)
    return signer.generate_presigned_url(url, policy=signer.build_policy(resource, end))


json.dump([signed(*each) for each in work["urls"]], sys.stdout)
