"""What people of the field really send, as blocks that `script/lib/gate/printing.py` makes into documents.

It was written before the gate's source was looked at, and asks nothing of it. Everybody and every number is invented.
"""
