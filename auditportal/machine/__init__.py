"""What a machine needs so that the portal runs on it: never imported by the product itself.

`bootstrap` fetches what is missing, `engines` are the embedded servers, `supervisor` starts and
ends processes for demo, tests and commands; `processes` says which there are.
"""
